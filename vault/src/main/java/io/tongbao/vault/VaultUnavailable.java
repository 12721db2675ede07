package io.tongbao.vault;

/** The vault cannot be opened or changed, for a reason the operator can act on; the message is one clear line without secrets. */
public final class VaultUnavailable extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public VaultUnavailable(String message) {
        super(message);
    }

    public VaultUnavailable(String message, Throwable cause) {
        super(message, cause);
    }
}
