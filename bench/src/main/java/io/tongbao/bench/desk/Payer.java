package io.tongbao.bench.desk;

/**
 * A customer with money, who has an agreement with the provider and a device. Ids in their public form.
 *
 * @param deviceKey raw Ed25519 private key, 32 bytes
 */
public record Payer(String id, String agreement, String device, byte[] deviceKey) {

    /** Without the key. */
    @Override
    public String toString() {
        return "Payer[" + id + "]";
    }
}
