package io.tongbao.payment;

import io.tongbao.kernel.Money;
import io.tongbao.payment.funding.FundingSource;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * SHA-256 over a command in one canonical form: the use case's name, then each field with its length. Secrets are left out,
 * so the stored hash says nothing about a PIN. Computed before queueing.
 */
final class RequestHash {

    private final MessageDigest digest;
    private final byte[] eight = new byte[8];

    private RequestHash(String useCase) {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
        add(useCase);
    }

    static RequestHash of(String useCase) {
        return new RequestHash(useCase);
    }

    RequestHash add(@Nullable String text) {
        if (text == null) {
            return add(-1);
        }
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        add(utf8.length);
        digest.update(utf8);
        return this;
    }

    RequestHash add(@Nullable UUID id) {
        return id == null ? add(-1) : add(16).add(id.getMostSignificantBits()).add(id.getLeastSignificantBits());
    }

    RequestHash add(long value) {
        for (int i = 0; i < 8; i++) {
            eight[i] = (byte) (value >>> (56 - 8 * i));
        }
        digest.update(eight);
        return this;
    }

    RequestHash add(Money amount) {
        return add(amount.minor()).add(amount.currency().ledger());
    }

    /** Who proves and how; never the PIN. */
    RequestHash add(PayerProof proof) {
        add(proof.method().number()).add(proof.customerId());
        return switch (proof) {
            case PayerProof.DeviceProof device -> add(device.deviceId());
            case PayerProof.ApprovalProof approval -> add(approval.challengeId());
            case PayerProof.PinProof pin -> this;
            case PayerProof.NoProof none -> this;
        };
    }

    RequestHash add(Party party) {
        return switch (party) {
            case Party.Provider(UUID id) -> add(1).add(id);
            case Party.Customer(UUID id) -> add(2).add(id);
            case Party.Platform() -> add(3);
        };
    }

    /** Nothing for the wallet: requests from before there was a choice keep their hash. */
    RequestHash add(FundingSource source) {
        return source instanceof FundingSource.Wallet
                ? this
                : add(1_000L + source.number()).add(source.instrumentId());
    }

    byte[] finish() {
        return digest.digest();
    }
}
