package io.tongbao.payment.funding;

import io.tongbao.partner.InquiryAnswer;
import io.tongbao.partner.PartnerAnswer;

/** What was learnt about a leg. */
public sealed interface LegNews {

    /** The partner's answer to the instruction itself, in time or late. */
    record Answered(PartnerAnswer answer) implements LegNews {}

    /** What it said when asked. */
    record Inquired(InquiryAnswer answer) implements LegNews {}

    /** Its answer to the reversal. */
    record ReversalAnswered(PartnerAnswer answer) implements LegNews {}

    /** The reversal was refused, and this was the answer when it was asked what became of the original. */
    record ReversalRefused(InquiryAnswer answer) implements LegNews {}

    /** The payment was cancelled by payer or provider. */
    record Abandoned() implements LegNews {}

    /** Our own books cannot take it (the payee's account is frozen or closed): what the partner did is taken back. */
    record Unacceptable(String failure) implements LegNews {}
}
