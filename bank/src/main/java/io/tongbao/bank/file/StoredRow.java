package io.tongbao.bank.file;

import io.tongbao.partner.DeclineReason;
import io.tongbao.partner.PartnerAnswer;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** An instruction as the database knows it. */
record StoredRow(
        UUID id,
        long amountMinor,
        RowState state,
        byte @Nullable [] contentMac,
        @Nullable String bankReference,
        @Nullable String reason,
        @Nullable String bankCode) {

    /** What its giver is told. */
    PartnerAnswer answer() {
        return switch (state) {
            case WAITING, IN_BATCH -> new PartnerAnswer.Pending(null);
            case WITHDRAWN -> new PartnerAnswer.Declined(DeclineReason.REVERSED, "");
            case DONE, DECLINED -> outcome();
        };
    }

    /** @throws IllegalStateException when there is none */
    PartnerAnswer.Final outcome() {
        return switch (state) {
            case DONE -> new PartnerAnswer.Done(bankReference);
            case DECLINED -> {
                String why = reason == null ? DeclineReason.OTHER.name() : reason;
                yield new PartnerAnswer.Declined(DeclineReason.valueOf(why), bankCode == null ? "" : bankCode);
            }
            case WAITING, IN_BATCH, WITHDRAWN -> throw new IllegalStateException("not answered yet");
        };
    }
}
