package io.tongbao.bank;

import io.tongbao.partner.PartnerAnswer;

/** A statement, or why there is none. */
public sealed interface StatementAnswer {

    record Ready(BankStatement statement) implements StatementAnswer {}

    /** The bank has not made it yet. */
    record NotYet() implements StatementAnswer {}

    /** It is there and wrong: totals or digest do not fit. Staff must act. */
    record Wrong(String what) implements StatementAnswer {}

    record Failed(PartnerAnswer why) implements StatementAnswer {}
}
