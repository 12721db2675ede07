package io.tongbao.bank.iso8583.mac;

import java.security.GeneralSecurityException;

/** The zone master key we share with one bank: it opens working keys that the bank sends, and may itself never be seen. Thread-safe. */
@FunctionalInterface
public interface MacKeys {

    /**
     * Opens a working key.
     *
     * @param wrapped {@link MacAlgorithm#KEY_BYTES} bytes
     * @throws GeneralSecurityException it cannot be opened, or the token cannot be asked
     */
    byte[] unwrap(byte[] wrapped) throws GeneralSecurityException;
}
