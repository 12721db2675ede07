package io.tongbao.payment.card;

import io.tongbao.bank.Bank;
import io.tongbao.bank.BankCapability;
import io.tongbao.bank.BankInstruction;
import io.tongbao.bank.BankInstrument;
import io.tongbao.bank.BankProfile;
import io.tongbao.bank.BlacklistAnswer;
import io.tongbao.bank.BlacklistEntry;
import io.tongbao.bank.CardDetails;
import io.tongbao.bank.SignUp;
import io.tongbao.bank.SignUpAnswer;
import io.tongbao.bank.StatementAnswer;
import io.tongbao.kernel.Currency;
import io.tongbao.partner.DeclineReason;
import io.tongbao.partner.InquiryAnswer;
import io.tongbao.partner.OpeningHours;
import io.tongbao.partner.PartnerAnswer;
import io.tongbao.partner.PartnerId;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A bank in memory that knows its cards' holders, sends the code 654321 and can be told to say nothing. */
public final class FakeBank implements Bank {

    public static final String CODE = "654321";

    private final BankProfile profile;
    private final Map<String, CardDetails> cards = new HashMap<>();
    private final Map<UUID, String> tokens = new HashMap<>();
    final Map<String, Boolean> agreements = new HashMap<>();
    final Deque<PartnerAnswer.Doubt> silence = new ArrayDeque<>();
    final List<String> securityCodes = new ArrayList<>();
    boolean customerWentThere;
    int calls;

    public FakeBank(String id) {
        this.profile = new BankProfile(
                new PartnerId(id),
                "试验银行",
                "Test Bank",
                Currency.CNY,
                EnumSet.allOf(BankCapability.class),
                OpeningHours.ALWAYS,
                Set.of(),
                Duration.ofSeconds(1),
                10,
                1_000_000,
                1_000_000,
                1_000_000,
                Long.MAX_VALUE);
    }

    /** Issues a card. */
    public void issue(CardDetails card) {
        cards.put(card.number(), card);
    }

    @Override
    public BankProfile profile() {
        return profile;
    }

    @Override
    public boolean ready() {
        return true;
    }

    private @Nullable PartnerAnswer silent() {
        calls++;
        PartnerAnswer.Doubt doubt = silence.poll();
        return doubt == null ? null : new PartnerAnswer.Unknown(doubt);
    }

    @Override
    public SignUpAnswer signUp(SignUp signUp) {
        PartnerAnswer silent = silent();
        if (silent != null) {
            return new SignUpAnswer.Failed(silent);
        }
        CardDetails given = signUp.card();
        CardDetails held = cards.get(given.number());
        if (held == null) {
            return declined(DeclineReason.NO_SUCH_ACCOUNT);
        }
        String code = given.securityCode();
        if (code != null) {
            securityCodes.add(code);
        }
        if (!String.valueOf(held.holderName()).equals(given.holderName())
                || !String.valueOf(held.idNumber()).equals(given.idNumber())
                || !String.valueOf(held.phone()).equals(given.phone())) {
            return declined(DeclineReason.DETAILS_DO_NOT_MATCH);
        }
        return switch (signUp.mode()) {
            case BANK_CODE -> new SignUpAnswer.CodeSent("9000");
            case NET_BANK -> new SignUpAnswer.ContinueAt("https://bank.example/sign/" + signUp.id());
            case BANK_COUNTER, PHONE_BANK -> new SignUpAnswer.ContinueAt("95588");
        };
    }

    @Override
    public SignUpAnswer confirmSignUp(SignUp signUp, String code) {
        PartnerAnswer silent = silent();
        if (silent != null) {
            return new SignUpAnswer.Failed(silent);
        }
        if (signUp.mode() != SignUp.Mode.BANK_CODE && !customerWentThere) {
            return new SignUpAnswer.Failed(new PartnerAnswer.Pending(null));
        }
        if (signUp.mode() == SignUp.Mode.BANK_CODE && !code.equals(CODE)) {
            return declined(DeclineReason.WRONG_CODE);
        }
        String token = tokens.computeIfAbsent(signUp.id(), id -> "token-" + id);
        agreements.put(token, true);
        SignUpAnswer.CardType type =
                signUp.card().expiry() == null ? SignUpAnswer.CardType.DEBIT : SignUpAnswer.CardType.CREDIT;
        return new SignUpAnswer.Signed(new BankInstrument.Agreement(token), type);
    }

    private static SignUpAnswer declined(DeclineReason reason) {
        return new SignUpAnswer.Failed(new PartnerAnswer.Declined(reason, "55"));
    }

    @Override
    public PartnerAnswer endAgreement(BankInstrument.Agreement agreement) {
        PartnerAnswer silent = silent();
        if (silent != null) {
            return silent;
        }
        agreements.put(agreement.token(), false);
        return new PartnerAnswer.Done(null);
    }

    @Override
    public PartnerAnswer freeze(BankInstrument.Agreement agreement, boolean frozen) {
        return new PartnerAnswer.Done(null);
    }

    @Override
    public PartnerAnswer debit(BankInstruction.Debit debit) {
        return notOffered();
    }

    @Override
    public PartnerAnswer credit(BankInstruction.Credit credit) {
        return notOffered();
    }

    @Override
    public PartnerAnswer refund(BankInstruction.Refund refund) {
        return notOffered();
    }

    @Override
    public PartnerAnswer reverse(BankInstruction.Reversal reversal) {
        return notOffered();
    }

    @Override
    public InquiryAnswer inquire(BankInstruction.Original original) {
        return new InquiryAnswer.NotFound();
    }

    @Override
    public PartnerAnswer sendCode(BankInstruction.Debit debit) {
        return notOffered();
    }

    @Override
    public BlacklistAnswer exchangeBlacklist(List<BlacklistEntry> ours) {
        return new BlacklistAnswer.Failed(notOffered());
    }

    @Override
    public StatementAnswer statement(LocalDate day) {
        return new StatementAnswer.Failed(notOffered());
    }

    private static PartnerAnswer notOffered() {
        return new PartnerAnswer.NotSent(PartnerAnswer.Outage.NOT_OFFERED);
    }

    @Override
    public void close() {
        // Nothing is open.
    }
}
