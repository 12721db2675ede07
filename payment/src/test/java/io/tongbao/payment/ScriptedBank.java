package io.tongbao.payment;

import io.tongbao.bank.Bank;
import io.tongbao.bank.BankCapability;
import io.tongbao.bank.BankInstruction;
import io.tongbao.bank.BankInstrument;
import io.tongbao.bank.BankProfile;
import io.tongbao.bank.BlacklistAnswer;
import io.tongbao.bank.BlacklistEntry;
import io.tongbao.bank.SignUp;
import io.tongbao.bank.SignUpAnswer;
import io.tongbao.bank.StatementAnswer;
import io.tongbao.kernel.Currency;
import io.tongbao.partner.InquiryAnswer;
import io.tongbao.partner.OpeningHours;
import io.tongbao.partner.PartnerAnswer;
import java.time.Duration;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** A bank without sockets over {@link ScriptedBooks}. */
final class ScriptedBank implements Bank {

    final ScriptedBooks books;
    private final BankProfile profile;

    ScriptedBank(ScriptedBooks books) {
        this.books = books;
        this.profile = new BankProfile(
                books.id,
                "脚本银行",
                "Scripted Bank",
                Currency.CNY,
                EnumSet.of(
                        BankCapability.DEBIT,
                        BankCapability.CREDIT,
                        BankCapability.REPAY_CREDIT_CARD,
                        BankCapability.REFUND,
                        BankCapability.PARTIAL_REFUND,
                        BankCapability.REVERSE,
                        BankCapability.INQUIRE),
                OpeningHours.ALWAYS,
                Set.of(),
                Duration.ofSeconds(1),
                100,
                Long.MAX_VALUE,
                Long.MAX_VALUE,
                Long.MAX_VALUE,
                Long.MAX_VALUE);
    }

    @Override
    public BankProfile profile() {
        return profile;
    }

    @Override
    public boolean ready() {
        return true;
    }

    @Override
    public PartnerAnswer debit(BankInstruction.Debit debit) {
        return books.take(debit.id(), true, debit.amount().minor(), null);
    }

    @Override
    public PartnerAnswer credit(BankInstruction.Credit credit) {
        return books.take(credit.id(), false, credit.amount().minor(), null);
    }

    @Override
    public PartnerAnswer refund(BankInstruction.Refund refund) {
        return books.take(
                refund.id(), false, refund.amount().minor(), refund.original().id());
    }

    @Override
    public PartnerAnswer reverse(BankInstruction.Reversal reversal) {
        return books.reverse(reversal.original().id());
    }

    @Override
    public InquiryAnswer inquire(BankInstruction.Original original) {
        return books.inquire(original.id());
    }

    @Override
    public SignUpAnswer signUp(SignUp signUp) {
        throw new UnsupportedOperationException();
    }

    @Override
    public SignUpAnswer confirmSignUp(SignUp signUp, String code) {
        throw new UnsupportedOperationException();
    }

    @Override
    public PartnerAnswer sendCode(BankInstruction.Debit debit) {
        throw new UnsupportedOperationException();
    }

    @Override
    public PartnerAnswer endAgreement(BankInstrument.Agreement agreement) {
        throw new UnsupportedOperationException();
    }

    @Override
    public PartnerAnswer freeze(BankInstrument.Agreement agreement, boolean frozen) {
        throw new UnsupportedOperationException();
    }

    @Override
    public BlacklistAnswer exchangeBlacklist(List<BlacklistEntry> ours) {
        throw new UnsupportedOperationException();
    }

    @Override
    public StatementAnswer statement(LocalDate day) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {
        // Nothing is open.
    }
}
