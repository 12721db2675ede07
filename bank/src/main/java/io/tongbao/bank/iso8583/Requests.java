package io.tongbao.bank.iso8583;

import io.tongbao.bank.BankInstruction;
import io.tongbao.bank.BankInstruction.Original;
import io.tongbao.bank.BankInstrument;
import io.tongbao.bank.CardDetails;
import io.tongbao.bank.SignUp;
import io.tongbao.bank.iso8583.message.IsoMessage;
import io.tongbao.bank.iso8583.message.PrivateData;
import io.tongbao.kernel.Money;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Instructions as messages. What names an instruction follows from its id and time; only the transmission's own mark differs from one sending
 * to the next. Everything throws {@link IllegalArgumentException} for what does not fit its field. Thread-safe.
 */
final class Requests {

    private static final int LONGEST_PAN = 19;
    private static final long MOST_MINOR = 999_999_999_999L;

    private final Iso8583Settings settings;
    private final InstantSource clock;
    private final String sender;
    private final AtomicLong counter = new AtomicLong();

    /** @param sender begins the mark of each transmission; nobody else's, now or ever */
    Requests(Iso8583Settings settings, InstantSource clock, String sender) {
        this.settings = settings;
        this.clock = clock;
        this.sender = sender;
    }

    static String freshSender() {
        byte[] random = new byte[6];
        new SecureRandom().nextBytes(random);
        return HexFormat.of().formatHex(random);
    }

    IsoMessage debit(BankInstruction.Debit debit) {
        PrivateData data = named(debit.id())
                .with(Tags.PURPOSE, debit.purpose().name())
                .with(Tags.CODE, debit.bankCode())
                .withText(Tags.NOTE, debit.note());
        return about(instruction("0200", "000000", debit), debit.from(), data);
    }

    IsoMessage credit(BankInstruction.Credit credit) {
        PrivateData data = named(credit.id())
                .with(Tags.PURPOSE, credit.purpose().name())
                .with(Tags.SPEED, credit.speed().name().substring(0, 1))
                .withText(Tags.NOTE, credit.note());
        return about(instruction(settings.creditsAsAdvice() ? "0220" : "0200", "260000", credit), credit.to(), data);
    }

    IsoMessage refund(BankInstruction.Refund refund) {
        return ofOriginal(instruction("0200", "200000", refund), named(refund.id()), refund.original());
    }

    /** @param type {@code 0400}, or {@code 0401} for a repeat */
    IsoMessage reversal(String type, BankInstruction.Reversal reversal) {
        IsoMessage message =
                instruction(type, processingCode(reversal.original().kind()), reversal);
        return ofOriginal(message, named(reversal.id()), reversal.original());
    }

    IsoMessage inquiry(Original original) {
        IsoMessage message = passing("0600")
                .with(3, processingCode(original.kind()))
                .with(4, minor(original.amount()))
                .with(37, WireNames.of(original.id(), original.at()).reference())
                .with(49, WireNames.digits(original.amount().currency().numeric(), 3));
        return ofOriginal(message, mark(new PrivateData()), original);
    }

    IsoMessage signUp(SignUp signUp) {
        PrivateData data = named(signUp.id())
                .with(Tags.MODE, signUp.mode().name())
                .withText(Tags.CUSTOMER, signUp.customerReference());
        return about(passing("0100").with(3, "900000"), signUp.card(), data);
    }

    IsoMessage confirmSignUp(SignUp signUp, String code) {
        return passing("0100")
                .with(3, "910000")
                .with(48, named(signUp.id()).with(Tags.CODE, code).write());
    }

    IsoMessage sendCode(BankInstruction.Debit debit) {
        IsoMessage message = passing("0100").with(3, "920000").with(4, minor(debit.amount()));
        return about(message, debit.from(), named(debit.id()));
    }

    /** @param processingCode 930000 to end it, 940000 to freeze, 950000 to unfreeze */
    IsoMessage agreement(String processingCode, BankInstrument.Agreement agreement) {
        return about(passing("0100").with(3, processingCode), agreement, mark(new PrivateData()));
    }

    /** @param code field 70 */
    IsoMessage management(String code) {
        Instant now = clock.instant();
        return new IsoMessage("0800")
                .with(7, WireNames.time(now))
                .with(11, WireNames.trace(counter.incrementAndGet()))
                .with(32, settings.institution())
                .with(48, mark(new PrivateData()).write())
                .with(70, code);
    }

    /** What all messages that carry out an instruction have. */
    private IsoMessage instruction(String type, String processingCode, BankInstruction instruction) {
        WireNames names = WireNames.of(instruction.id(), instruction.at());
        return ours(new IsoMessage(type), instruction.at())
                .with(3, processingCode)
                .with(4, minor(instruction.amount()))
                .with(7, names.time())
                .with(11, names.trace())
                .with(37, names.reference())
                .with(49, WireNames.digits(instruction.amount().currency().numeric(), 3));
    }

    /** A message about something that has names of its own, or needs none. */
    private IsoMessage passing(String type) {
        Instant now = clock.instant();
        return ours(new IsoMessage(type), now)
                .with(7, WireNames.time(now))
                .with(11, WireNames.trace(counter.incrementAndGet()));
    }

    private IsoMessage ours(IsoMessage message, Instant at) {
        return message.with(12, WireNames.localTime(at, settings.zone()))
                .with(13, WireNames.localDate(at, settings.zone()))
                .with(32, settings.institution())
                .with(41, settings.terminal())
                .with(42, settings.merchant());
    }

    private IsoMessage about(IsoMessage message, BankInstrument instrument, PrivateData data) {
        return switch (instrument) {
            case BankInstrument.Agreement(String token) ->
                message.with(48, data.with(Tags.TOKEN, token).write());
            case BankInstrument.Card(CardDetails card) -> about(message, card, data);
        };
    }

    private static IsoMessage about(IsoMessage message, CardDetails card, PrivateData data) {
        if (card.number().length() <= LONGEST_PAN) {
            message.with(2, card.number());
        } else {
            data.with(Tags.ACCOUNT, card.number());
        }
        String expiry = card.expiry();
        if (expiry != null && !expiry.isEmpty()) {
            message.with(14, expiry);
        }
        return message.with(
                48,
                data.withText(Tags.NAME, card.holderName())
                        .with(Tags.ID_NUMBER, card.idNumber())
                        .with(Tags.PHONE, card.phone())
                        .with(Tags.SECURITY_CODE, card.securityCode())
                        .write());
    }

    /** Field 90 (original type, trace number, time, acquirer) and the original's id. */
    private IsoMessage ofOriginal(IsoMessage message, PrivateData data, Original original) {
        WireNames names = WireNames.of(original.id(), original.at());
        boolean advice = original.kind() == BankInstruction.Kind.CREDIT && settings.creditsAsAdvice();
        String institution = "0".repeat(11 - settings.institution().length()) + settings.institution();
        return message.with(
                        48,
                        data.with(Tags.ORIGINAL_ID, WireIds.write(original.id()))
                                .with(Tags.REFERENCE, original.bankReference())
                                .write())
                .with(90, (advice ? "0220" : "0200") + names.trace() + names.time() + institution + "0".repeat(11));
    }

    private PrivateData named(UUID id) {
        return mark(new PrivateData().with(Tags.ID, WireIds.write(id)));
    }

    private PrivateData mark(PrivateData data) {
        return data.with(Tags.TRANSMISSION, sender + Long.toString(counter.incrementAndGet(), 36));
    }

    private static String processingCode(BankInstruction.Kind kind) {
        return switch (kind) {
            case DEBIT -> "000000";
            case CREDIT -> "260000";
            case REFUND -> "200000";
        };
    }

    private String minor(Money amount) {
        if (amount.currency() != settings.profile().currency() || amount.minor() < 1 || amount.minor() > MOST_MINOR) {
            throw new IllegalArgumentException("an amount in this bank's currency that field 4 can hold");
        }
        return WireNames.digits(amount.minor(), 12);
    }
}
