package io.tongbao.bank.iso8583;

import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
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
import io.tongbao.bank.iso8583.Calls.Answered;
import io.tongbao.bank.iso8583.Calls.BadSeal;
import io.tongbao.bank.iso8583.Calls.Call;
import io.tongbao.bank.iso8583.Calls.Lost;
import io.tongbao.bank.iso8583.Calls.Outcome;
import io.tongbao.bank.iso8583.mac.SealedCodec;
import io.tongbao.bank.iso8583.message.IsoMessage;
import io.tongbao.partner.InquiryAnswer;
import io.tongbao.partner.LateAnswers;
import io.tongbao.partner.PartnerAnswer;
import io.tongbao.partner.PartnerAnswer.Doubt;
import io.tongbao.partner.PartnerAnswer.Outage;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A bank over ISO 8583. It has an event loop and a window of its own, so its trouble is nobody else's. */
@SuppressWarnings("FutureReturnValueIgnored") // Netty tells the handlers when something fails
public final class Iso8583Bank implements Bank {

    private final Iso8583Settings settings;
    private final BankProfile profile;
    private final Requests requests;
    private final Answers answers;
    private final Calls calls = new Calls();
    private final LinkCounters counters = new LinkCounters();
    private final Semaphore window;
    private final AtomicInteger turn = new AtomicInteger();
    private final MultiThreadIoEventLoopGroup loops;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<BankLink> links;
    private final ReversalKeeper reversals;

    private Iso8583Bank(Iso8583Settings settings, InstantSource clock, LateAnswers late) {
        this.settings = settings;
        this.profile = settings.profile();
        this.requests = new Requests(settings, clock, Requests.freshSender());
        this.answers = new Answers(settings.codes());
        this.window = new Semaphore(profile.maxInFlight());
        this.loops = new MultiThreadIoEventLoopGroup(
                1, Thread.ofPlatform().daemon().name("bank-" + profile.id()).factory(), NioIoHandler.newFactory());
        this.reversals = new ReversalKeeper(
                profile.id(),
                settings.reversalPause(),
                loops,
                threads,
                reversal -> instruct(() -> requests.reversal("0401", reversal), reversal.id()),
                late);
        EventLoop loop = loops.next();
        SealedCodec codec = new SealedCodec();
        UnaskedMessages unasked = new UnaskedMessages(profile.id(), answers, calls, counters, threads, late, reversals);
        this.links = settings.addresses().stream()
                .map(address -> new BankLink(settings, address, loop, codec, requests, calls, counters, unasked))
                .toList();
    }

    static Iso8583Bank open(Iso8583Settings settings, InstantSource clock, LateAnswers late) {
        Iso8583Bank bank = new Iso8583Bank(settings, clock, late);
        bank.links.forEach(BankLink::start);
        return bank;
    }

    @Override
    public BankProfile profile() {
        return profile;
    }

    @Override
    public boolean ready() {
        return links.stream().anyMatch(BankLink::ready);
    }

    public LinkStatistics statistics() {
        return counters.snapshot(profile.maxInFlight() - window.availablePermits(), reversals.size());
    }

    /** Asks each connection that is signed on for a new working key; the answers are waited for. @return how many have one */
    public int exchangeKeys() {
        return (int) links.stream()
                .filter(BankLink::ready)
                .map(BankLink::exchangeKeys)
                .filter(done -> {
                    try {
                        done.get(profile.timeout().toMillis(), TimeUnit.MILLISECONDS);
                        return true;
                    } catch (ExecutionException | TimeoutException e) {
                        return false;
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                        return false;
                    }
                })
                .count();
    }

    /** Tries the line by an echo of its own. */
    public boolean echo() {
        return exchange(requests.management(BankLink.ECHO), null) instanceof Sent(Answered answered)
                && answered.message().get(39, "").equals("00");
    }

    @Override
    public PartnerAnswer debit(BankInstruction.Debit debit) {
        return profile.can(BankCapability.DEBIT) ? instruct(() -> requests.debit(debit), debit.id()) : notOffered();
    }

    @Override
    public PartnerAnswer credit(BankInstruction.Credit credit) {
        BankCapability needed = credit.purpose() == BankInstruction.Purpose.CREDIT_CARD_REPAYMENT
                ? BankCapability.REPAY_CREDIT_CARD
                : BankCapability.CREDIT;
        return profile.can(needed) ? instruct(() -> requests.credit(credit), credit.id()) : notOffered();
    }

    @Override
    public PartnerAnswer refund(BankInstruction.Refund refund) {
        BankCapability needed = refund.amount().equals(refund.original().amount())
                ? BankCapability.REFUND
                : BankCapability.PARTIAL_REFUND;
        return profile.can(needed) ? instruct(() -> requests.refund(refund), refund.id()) : notOffered();
    }

    @Override
    public PartnerAnswer reverse(BankInstruction.Reversal reversal) {
        if (!profile.can(BankCapability.REVERSE)) {
            return notOffered();
        }
        String type = reversals.keeps(reversal.id()) ? "0401" : "0400";
        PartnerAnswer answer = instruct(() -> requests.reversal(type, reversal), reversal.id());
        switch (answer) {
            case PartnerAnswer.Unknown unknown -> reversals.keep(reversal);
            case PartnerAnswer.Done done -> reversals.acknowledged(reversal.id());
            case PartnerAnswer.Declined declined -> reversals.acknowledged(reversal.id());
            case PartnerAnswer.NotSent notSent -> {}
            case PartnerAnswer.Pending pending -> {}
        }
        return answer;
    }

    @Override
    public InquiryAnswer inquire(BankInstruction.Original original) {
        if (!profile.can(BankCapability.INQUIRE)) {
            return new InquiryAnswer.NoAnswer(Doubt.PARTNER_ERROR);
        }
        return ask(
                () -> requests.inquiry(original),
                (request, answer) -> answers.toInquiry(answer),
                failed -> new InquiryAnswer.NoAnswer(
                        failed instanceof PartnerAnswer.Unknown(Doubt why) ? why : Doubt.CONNECTION_LOST));
    }

    @Override
    public SignUpAnswer signUp(SignUp signUp) {
        return profile.can(needed(signUp.mode()))
                ? ask(
                        () -> requests.signUp(signUp),
                        (request, answer) -> answers.toSignUp(answer),
                        SignUpAnswer.Failed::new)
                : new SignUpAnswer.Failed(notOffered());
    }

    @Override
    public SignUpAnswer confirmSignUp(SignUp signUp, String code) {
        return profile.can(needed(signUp.mode()))
                ? ask(
                        () -> requests.confirmSignUp(signUp, code),
                        (request, answer) -> answers.toSignUp(answer),
                        SignUpAnswer.Failed::new)
                : new SignUpAnswer.Failed(notOffered());
    }

    private static BankCapability needed(SignUp.Mode mode) {
        return switch (mode) {
            case BANK_COUNTER -> BankCapability.SIGN_UP_AT_COUNTER;
            case PHONE_BANK -> BankCapability.SIGN_UP_BY_PHONE_BANK;
            case NET_BANK -> BankCapability.SIGN_UP_BY_NET_BANK;
            case BANK_CODE -> BankCapability.SIGN_UP_BY_CODE;
        };
    }

    @Override
    public PartnerAnswer sendCode(BankInstruction.Debit debit) {
        return profile.can(BankCapability.DEBIT) ? instruct(() -> requests.sendCode(debit), null) : notOffered();
    }

    @Override
    public PartnerAnswer endAgreement(BankInstrument.Agreement agreement) {
        return instruct(() -> requests.agreement("930000", agreement), null);
    }

    @Override
    public PartnerAnswer freeze(BankInstrument.Agreement agreement, boolean frozen) {
        return profile.can(BankCapability.FREEZE)
                ? instruct(() -> requests.agreement(frozen ? "940000" : "950000", agreement), null)
                : notOffered();
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
        return new PartnerAnswer.NotSent(Outage.NOT_OFFERED);
    }

    private PartnerAnswer instruct(Supplier<IsoMessage> message, @Nullable UUID instruction) {
        return ask(message, answers::toInstruction, Function.identity(), instruction);
    }

    /** How an answer is read, given what was asked. */
    private interface Reader<T> {
        T read(IsoMessage request, IsoMessage answer);
    }

    private <T> T ask(Supplier<IsoMessage> message, Reader<T> reader, Function<PartnerAnswer, T> failed) {
        return ask(message, reader, failed, null);
    }

    private <T> T ask(
            Supplier<IsoMessage> message,
            Reader<T> reader,
            Function<PartnerAnswer, T> failed,
            @Nullable UUID instruction) {
        IsoMessage request;
        try {
            request = message.get();
        } catch (IllegalArgumentException e) {
            // It cannot be said in ISO 8583: a currency or number that no field holds.
            return failed.apply(notOffered());
        }
        return switch (exchange(request, instruction)) {
            case NotSent(Outage why) -> failed.apply(new PartnerAnswer.NotSent(why));
            case TimedOut() -> failed.apply(new PartnerAnswer.Unknown(Doubt.TIMED_OUT));
            case Sent(Outcome outcome) ->
                switch (outcome) {
                    case Answered(IsoMessage answer) -> reader.read(request, answer);
                    case BadSeal() -> failed.apply(new PartnerAnswer.Unknown(Doubt.BAD_SEAL));
                    case Lost() -> failed.apply(new PartnerAnswer.Unknown(Doubt.CONNECTION_LOST));
                };
        };
    }

    /** What came of a message. */
    private sealed interface Exchange {}

    private record NotSent(Outage why) implements Exchange {}

    private record TimedOut() implements Exchange {}

    private record Sent(Outcome outcome) implements Exchange {}

    private Exchange exchange(IsoMessage request, @Nullable UUID instruction) {
        BankLink link = nextLink();
        if (link == null) {
            return new NotSent(Outage.NOT_CONNECTED);
        }
        if (!window.tryAcquire()) {
            counters.refused.increment();
            return new NotSent(Outage.TOO_MANY_CALLS);
        }
        try {
            Call call = calls.begin(request, instruction, link);
            if (!link.send(request)) {
                calls.forget(call);
                return new NotSent(Outage.NOT_CONNECTED);
            }
            return new Sent(await(call));
        } catch (TimeoutException e) {
            return new TimedOut();
        } finally {
            window.release();
        }
    }

    private Outcome await(Call call) throws TimeoutException {
        try {
            return call.outcome().get(profile.timeout().toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            calls.giveUp(call);
            throw new TimeoutException("interrupted");
        } catch (TimeoutException e) {
            calls.giveUp(call);
            // It may have come in this very moment.
            Outcome justNow = call.outcome().getNow(null);
            if (justNow != null) {
                return justNow;
            }
            throw e;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    private @Nullable BankLink nextLink() {
        int first = Math.floorMod(turn.getAndIncrement(), links.size());
        for (int i = 0; i < links.size(); i++) {
            BankLink link = links.get((first + i) % links.size());
            if (link.ready()) {
                return link;
            }
        }
        return null;
    }

    @Override
    public void close() {
        reversals.close();
        links.forEach(BankLink::close);
        links.forEach(calls::lose);
        loops.shutdownGracefully(0, 2, TimeUnit.SECONDS);
        threads.shutdown();
    }

    @Override
    public String toString() {
        return "Iso8583Bank[" + profile.id() + " " + settings.addresses() + "]";
    }
}
