package io.tongbao.bank;

import io.tongbao.partner.PartnerAnswer;

/** What a bank says to a sign-up. */
public sealed interface SignUpAnswer {

    /** The agreement stands. */
    record Signed(BankInstrument.Agreement agreement, CardType type) implements SignUpAnswer {}

    /** The bank sent a code to the phone it holds ({@code hint}: its last digits); give it with {@link Bank#confirmSignUp}. */
    record CodeSent(String hint) implements SignUpAnswer {}

    /** The customer goes on at the bank: this https page, or (counter, phone bank) this sentence's number. */
    record ContinueAt(String where) implements SignUpAnswer {}

    /** Refused, not sent, or unknown; {@link PartnerAnswer.Done} never. An unknown one may simply be repeated. */
    record Failed(PartnerAnswer why) implements SignUpAnswer {}

    enum CardType {
        DEBIT,
        CREDIT
    }
}
