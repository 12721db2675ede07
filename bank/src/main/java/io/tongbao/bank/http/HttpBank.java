package io.tongbao.bank.http;

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
import io.tongbao.bank.http.wire.Seal;
import io.tongbao.bank.http.wire.Unreadable;
import io.tongbao.partner.InquiryAnswer;
import io.tongbao.partner.PartnerAnswer;
import io.tongbao.partner.PartnerAnswer.Doubt;
import io.tongbao.partner.PartnerAnswer.Outage;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A bank that speaks JSON. Holds nothing but connections: all it sends follows from the instruction. */
final class HttpBank implements Bank {

    private final HttpSettings settings;
    private final InstantSource clock;
    private final Runnable whenClosed;
    private final HttpCalls calls;
    private volatile boolean closed;

    HttpBank(HttpSettings settings, Seal seal, InstantSource clock, Runnable whenClosed) {
        this.settings = settings;
        this.clock = clock;
        this.whenClosed = whenClosed;
        this.calls = new HttpCalls(settings.base(), seal, settings.profile());
    }

    @Override
    public BankProfile profile() {
        return settings.profile();
    }

    /** There is no connection to wait for; whether the bank can be reached is seen when it is called. */
    @Override
    public boolean ready() {
        return !closed;
    }

    @Override
    public PartnerAnswer debit(BankInstruction.Debit debit) {
        return instruct(BankCapability.DEBIT, "debit", debit.id(), HttpBodies.debit(debit));
    }

    @Override
    public PartnerAnswer credit(BankInstruction.Credit credit) {
        BankCapability capability = credit.purpose() == BankInstruction.Purpose.CREDIT_CARD_REPAYMENT
                ? BankCapability.REPAY_CREDIT_CARD
                : BankCapability.CREDIT;
        return instruct(capability, "credit", credit.id(), HttpBodies.credit(credit));
    }

    @Override
    public PartnerAnswer refund(BankInstruction.Refund refund) {
        boolean part = refund.amount().compareTo(refund.original().amount()) < 0;
        return part && !profile().can(BankCapability.PARTIAL_REFUND)
                ? new PartnerAnswer.NotSent(Outage.NOT_OFFERED)
                : instruct(BankCapability.REFUND, "refund", refund.id(), HttpBodies.refund(refund));
    }

    /** Is sent at any hour: what hangs must not wait for the morning. */
    @Override
    public PartnerAnswer reverse(BankInstruction.Reversal reversal) {
        return send(BankCapability.REVERSE, "reverse", reversal.id(), HttpBodies.reversal(reversal));
    }

    @Override
    public InquiryAnswer inquire(BankInstruction.Original original) {
        if (!profile().can(BankCapability.INQUIRE)) {
            return new InquiryAnswer.NoAnswer(Doubt.PARTNER_ERROR);
        }
        return switch (calls.post("inquire", HttpBodies.inquiry(original))) {
            case HttpCalls.Failed failed -> new InquiryAnswer.NoAnswer(failed.doubt());
            case HttpCalls.Sealed sealed -> {
                try {
                    var answer = sealed.object();
                    HttpAnswers.about(original.id(), answer);
                    yield HttpAnswers.inquiry(answer);
                } catch (Unreadable e) {
                    yield new InquiryAnswer.NoAnswer(Doubt.UNREADABLE);
                }
            }
        };
    }

    @Override
    public SignUpAnswer signUp(SignUp signUp) {
        return signUp("sign_up", signUp, null);
    }

    @Override
    public SignUpAnswer confirmSignUp(SignUp signUp, String code) {
        return signUp("confirm_sign_up", signUp, code);
    }

    @Override
    public PartnerAnswer sendCode(BankInstruction.Debit debit) {
        return instruct(BankCapability.DEBIT, "send_code", debit.id(), HttpBodies.debit(debit));
    }

    @Override
    public PartnerAnswer endAgreement(BankInstrument.Agreement agreement) {
        return plain("end_agreement", Map.of("token", agreement.token()));
    }

    @Override
    public PartnerAnswer freeze(BankInstrument.Agreement agreement, boolean frozen) {
        return profile().can(BankCapability.FREEZE)
                ? plain("freeze", Map.of("token", agreement.token(), "frozen", frozen))
                : new PartnerAnswer.NotSent(Outage.NOT_OFFERED);
    }

    @Override
    public BlacklistAnswer exchangeBlacklist(List<BlacklistEntry> ours) {
        if (!profile().can(BankCapability.BLACKLIST)) {
            return new BlacklistAnswer.Failed(new PartnerAnswer.NotSent(Outage.NOT_OFFERED));
        }
        return switch (calls.postForList("blacklist", HttpBodies.blacklist(ours))) {
            case HttpCalls.Failed(PartnerAnswer why) -> new BlacklistAnswer.Failed(why);
            case HttpCalls.Sealed sealed -> {
                try {
                    yield new BlacklistAnswer.Exchanged(HttpAnswers.blacklist(sealed.object()));
                } catch (Unreadable e) {
                    yield new BlacklistAnswer.Failed(new PartnerAnswer.Unknown(Doubt.UNREADABLE));
                }
            }
        };
    }

    @Override
    public StatementAnswer statement(LocalDate day) {
        if (!profile().can(BankCapability.STATEMENT)) {
            return new StatementAnswer.Failed(new PartnerAnswer.NotSent(Outage.NOT_OFFERED));
        }
        return switch (calls.postForList("statement", Map.of("day", day))) {
            case HttpCalls.Failed(PartnerAnswer why) -> new StatementAnswer.Failed(why);
            case HttpCalls.Sealed(byte[] body) ->
                JsonStatement.read(day, profile().currency(), body);
        };
    }

    @Override
    public void close() {
        closed = true;
        whenClosed.run();
        calls.close();
    }

    /** What is taken in the bank's hours only. */
    private PartnerAnswer instruct(BankCapability capability, String operation, UUID id, Map<String, ?> body) {
        if (profile().can(capability) && !profile().hours().isOpen(clock.instant())) {
            return new PartnerAnswer.NotSent(Outage.CLOSED);
        }
        return send(capability, operation, id, body);
    }

    private PartnerAnswer send(BankCapability capability, String operation, UUID id, Map<String, ?> body) {
        if (!profile().can(capability)) {
            return new PartnerAnswer.NotSent(Outage.NOT_OFFERED);
        }
        return switch (calls.post(operation, body)) {
            case HttpCalls.Failed(PartnerAnswer why) -> why;
            case HttpCalls.Sealed sealed -> {
                try {
                    var answer = sealed.object();
                    HttpAnswers.about(id, answer);
                    yield HttpAnswers.instruction(answer);
                } catch (Unreadable e) {
                    yield new PartnerAnswer.Unknown(Doubt.UNREADABLE);
                }
            }
        };
    }

    private PartnerAnswer plain(String operation, Map<String, ?> body) {
        return switch (calls.post(operation, body)) {
            case HttpCalls.Failed(PartnerAnswer why) -> why;
            case HttpCalls.Sealed sealed -> {
                try {
                    yield HttpAnswers.instruction(sealed.object());
                } catch (Unreadable e) {
                    yield new PartnerAnswer.Unknown(Doubt.UNREADABLE);
                }
            }
        };
    }

    private SignUpAnswer signUp(String operation, SignUp signUp, @Nullable String code) {
        if (!profile().can(capability(signUp.mode()))) {
            return new SignUpAnswer.Failed(new PartnerAnswer.NotSent(Outage.NOT_OFFERED));
        }
        Map<String, Object> body = new LinkedHashMap<>(HttpBodies.signUp(signUp));
        if (code != null) {
            body.put("bank_code", code);
        }
        return switch (calls.post(operation, body)) {
            case HttpCalls.Failed(PartnerAnswer why) -> new SignUpAnswer.Failed(why);
            case HttpCalls.Sealed sealed -> {
                try {
                    var answer = sealed.object();
                    HttpAnswers.about(signUp.id(), answer);
                    yield HttpAnswers.signUp(answer);
                } catch (Unreadable e) {
                    yield new SignUpAnswer.Failed(new PartnerAnswer.Unknown(Doubt.UNREADABLE));
                }
            }
        };
    }

    private static BankCapability capability(SignUp.Mode mode) {
        return switch (mode) {
            case BANK_COUNTER -> BankCapability.SIGN_UP_AT_COUNTER;
            case PHONE_BANK -> BankCapability.SIGN_UP_BY_PHONE_BANK;
            case NET_BANK -> BankCapability.SIGN_UP_BY_NET_BANK;
            case BANK_CODE -> BankCapability.SIGN_UP_BY_CODE;
        };
    }
}
