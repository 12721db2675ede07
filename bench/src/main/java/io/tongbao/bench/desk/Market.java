package io.tongbao.bench.desk;

import io.tongbao.merchant.signature.RequestSigner;
import java.util.List;
import java.util.UUID;

/**
 * One provider and its payers, ready to pay.
 *
 * @param provider its id in public form
 * @param hmac signs for the provider with hmac-sha256
 * @param ed25519 signs for the provider with Ed25519
 */
public record Market(
        UUID providerId,
        String provider,
        long providerAccountId,
        RequestSigner hmac,
        RequestSigner ed25519,
        List<Payer> payers) {

    public Market {
        payers = List.copyOf(payers);
    }
}
