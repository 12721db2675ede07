package io.tongbao.customer;

import java.util.UUID;

/** A device whose Ed25519 key confirms payments for one customer. Public form {@code dev_…}. */
public final class Device {

    /** Prefix of public device ids. */
    public static final String PREFIX = "dev";

    private final UUID id;
    private final UUID customerId;
    private final byte[] publicKey;
    private final boolean active;

    Device(UUID id, UUID customerId, byte[] publicKey, boolean active) {
        this.id = id;
        this.customerId = customerId;
        this.publicKey = publicKey.clone();
        this.active = active;
    }

    public UUID id() {
        return id;
    }

    public UUID customerId() {
        return customerId;
    }

    /** The raw 32-byte Ed25519 public key; a copy. */
    public byte[] publicKey() {
        return publicKey.clone();
    }

    /** Whether it was active when it was read; {@link CustomerGuards#device} judges it inside the transaction. */
    public boolean active() {
        return active;
    }

    @Override
    public String toString() {
        return "Device[" + id + " of " + customerId + (active ? "]" : ", revoked]");
    }
}
