package io.tongbao.partner;

import java.util.UUID;

/**
 * Where adapters report what partners say on their own account: a callback, a row of a result file, an answer that came after its caller
 * had given up. May come twice, out of order, and for ids nobody knows; the receiver judges.
 */
@FunctionalInterface
public interface LateAnswers {

    /**
     * @param instructionId ours
     * @throws RuntimeException when it could not be made durable; the adapter must then not acknowledge it to the partner
     */
    void arrived(PartnerId partner, UUID instructionId, PartnerAnswer answer);
}
