package io.tongbao.bank;

import io.tongbao.partner.InquiryAnswer;
import io.tongbao.partner.PartnerAnswer;
import java.time.LocalDate;
import java.util.List;

/**
 * One bank. Every call blocks its (virtual) thread for the profile's timeout at most, never throws for what a bank may do, and may be made
 * from any number of threads. An operation outside {@link BankProfile#capabilities} answers {@code NotSent(NOT_OFFERED)}.
 *
 * <p>The promise each adapter keeps, held by {@code BankContract}: an instruction repeated with the same id never takes effect twice; what
 * was or may have been sent and got no answer that can be believed is {@link PartnerAnswer.Unknown}, never a refusal.
 */
public interface Bank extends AutoCloseable {

    BankProfile profile();

    /** Whether an instruction could be sent now. */
    boolean ready();

    PartnerAnswer debit(BankInstruction.Debit debit);

    PartnerAnswer credit(BankInstruction.Credit credit);

    PartnerAnswer refund(BankInstruction.Refund refund);

    PartnerAnswer reverse(BankInstruction.Reversal reversal);

    InquiryAnswer inquire(BankInstruction.Original original);

    SignUpAnswer signUp(SignUp signUp);

    /** @param code the bank's one-time code; in the other modes what the bank's page gave back, or empty */
    SignUpAnswer confirmSignUp(SignUp signUp, String code);

    /** Asks the bank to text the code for one debit; {@code Done} when it is on its way. */
    PartnerAnswer sendCode(BankInstruction.Debit debit);

    /** Ends an agreement; ending what has ended is {@code Done}. */
    PartnerAnswer endAgreement(BankInstrument.Agreement agreement);

    /** Freezes (or unfreezes) an agreement at the bank. */
    PartnerAnswer freeze(BankInstrument.Agreement agreement, boolean frozen);

    /** Gives ours and takes the bank's; the bank's whole list comes back. */
    BlacklistAnswer exchangeBlacklist(List<BlacklistEntry> ours);

    /** The bank's statement of our account for one day. */
    StatementAnswer statement(LocalDate day);

    /** Ends all connections; instructions under way answer {@code Unknown}. */
    @Override
    void close();
}
