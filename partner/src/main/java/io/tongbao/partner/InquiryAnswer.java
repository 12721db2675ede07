package io.tongbao.partner;

/** What a partner says about an instruction sent earlier. */
public sealed interface InquiryAnswer {

    /** It knows the instruction, and this came of it: {@link PartnerAnswer.Done} or {@link PartnerAnswer.Declined}. */
    record Found(PartnerAnswer.Final outcome) implements InquiryAnswer {}

    /** It did it and took it back since; nothing moved in the end. */
    record Reversed() implements InquiryAnswer {}

    /** It knows the instruction and is still at it. */
    record StillPending() implements InquiryAnswer {}

    /**
     * It has never seen the instruction. It may still be on its way, so this alone decides nothing: only a reversal that the
     * partner has acknowledged makes sure it never takes effect.
     */
    record NotFound() implements InquiryAnswer {}

    /** No answer; ask again later. */
    record NoAnswer(PartnerAnswer.Doubt why) implements InquiryAnswer {}
}
