package io.tongbao.payment.card;

import io.tongbao.kernel.PublicId;
import io.tongbao.partner.PartnerId;
import io.tongbao.payment.funding.FundingSource;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A card as its customer sees it.
 *
 * @param position 1 is the default; 0 unless active
 * @param expiresOn last day it is good; null when it has none
 * @param hint for {@code CODE_SENT} the last digits of the phone that got the code, for {@code CONTINUES_AT_BANK} the page or number
 * @param failure stable code of why it was refused
 */
public record BoundCard(
        UUID id,
        UUID customerId,
        PartnerId bank,
        CardKind kind,
        CardState state,
        int position,
        String masked,
        @Nullable LocalDate expiresOn,
        @Nullable String hint,
        @Nullable String failure,
        Instant createdAt) {

    /** Prefix of public card ids. */
    public static final String PREFIX = FundingSource.BankCard.PREFIX;

    public String publicId() {
        return PublicId.format(PREFIX, id);
    }

    public boolean isDefault() {
        return position == 1;
    }
}
