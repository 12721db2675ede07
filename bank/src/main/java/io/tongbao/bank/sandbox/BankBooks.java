package io.tongbao.bank.sandbox;

import io.tongbao.bank.BlacklistEntry;
import io.tongbao.bank.CardDetails;
import io.tongbao.bank.SignUp;
import io.tongbao.bank.sandbox.Operation.Kind;
import io.tongbao.bank.sandbox.Operation.State;
import io.tongbao.partner.sandbox.JournalFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the sandbox bank knows: accounts, agreements, and every instruction by the caller's id. Each change is in the journal before it is
 * answered, and the journal alone gives the same books again. An instruction repeated with its id gets its first answer; with another
 * content {@link BookCodes#ID_REUSED}. Thread-safe.
 */
public final class BankBooks implements AutoCloseable {

    /** The bank's days. */
    public static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");

    /** Every one-time code this bank sends. */
    public static final String ONE_TIME_CODE = "123456";

    /** What the platform's account at the bank held in the beginning, minor units. */
    public static final long PLATFORM_OPENING_MINOR = 1_000_000_000_00L;

    private final InstantSource clock;
    private final BookState state = new BookState();
    private final SignUps signUps = new SignUps(state, this::write);
    private final List<Consumer<UUID>> whenSigned = new CopyOnWriteArrayList<>();
    private final JournalFile journal;

    private BankBooks(Path journal, InstantSource clock) throws IOException {
        this.clock = clock;
        this.journal = JournalFile.open(journal, line -> state.apply(Entry.parse(line)));
    }

    public static BankBooks open(Path journal, InstantSource clock) {
        try {
            return new BankBooks(journal, clock);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Opens an account, unless it is open. */
    public synchronized void openAccount(SandboxAccount account) {
        if (state.account(account.number()) == null) {
            write(new Entry.Opened(account));
        }
    }

    public synchronized Optional<SandboxAccount> account(String number) {
        return Optional.ofNullable(state.account(number));
    }

    /** Takes from the holder; {@code numberOrToken} is a card number or an agreement's token. */
    public BookAnswer debit(UUID id, String numberOrToken, long amountMinor, Instant at) {
        return debit(id, numberOrToken, amountMinor, null, at);
    }

    /** @param code what the customer typed; null when none was asked for */
    public synchronized BookAnswer debit(
            UUID id, String numberOrToken, long amountMinor, @Nullable String code, Instant at) {
        Operation known = state.operation(id);
        if (known != null) {
            return repeated(known, Kind.DEBIT, numberOrToken, amountMinor, null);
        }
        SandboxAccount account = state.find(numberOrToken);
        String refusal = refusal(id, amountMinor);
        if (refusal == null) {
            refusal = account == null
                    ? state.whyNotFound(numberOrToken)
                    : state.whyNotUsable(numberOrToken, account, today());
        }
        if (refusal == null && code != null && !(state.codeSent(id) && code.equals(ONE_TIME_CODE))) {
            refusal = BookCodes.WRONG_CODE;
        }
        if (refusal == null && account != null && account.availableMinor() < amountMinor) {
            refusal = BookCodes.INSUFFICIENT_FUNDS;
        }
        return book(id, Kind.DEBIT, numberOrToken, account, amountMinor, refusal, null, null, at);
    }

    /** Pays to the holder; to a credit card it repays what is owed. */
    public synchronized BookAnswer credit(UUID id, String numberOrToken, long amountMinor, Instant at) {
        Operation known = state.operation(id);
        if (known != null) {
            return repeated(known, Kind.CREDIT, numberOrToken, amountMinor, null);
        }
        SandboxAccount account = state.find(numberOrToken);
        String refusal = refusal(id, amountMinor);
        if (refusal == null && account == null) {
            refusal = state.whyNotFound(numberOrToken);
        }
        return book(id, Kind.CREDIT, numberOrToken, account, amountMinor, refusal, null, null, at);
    }

    /** Gives back a debit, in whole or in part, until the whole is back. */
    public synchronized BookAnswer refund(UUID id, UUID original, long amountMinor, Instant at) {
        Operation known = state.operation(id);
        if (known != null) {
            return repeated(known, Kind.REFUND, "", amountMinor, original);
        }
        Operation debit = state.operation(original);
        String refusal = refusal(id, amountMinor);
        SandboxAccount account = debit == null ? null : state.account(debit.number());
        if (refusal == null) {
            if (debit == null || debit.kind() != Kind.DEBIT || debit.state() != State.DONE) {
                refusal = BookCodes.NO_ORIGINAL;
            } else if (state.refundedMinor(original) > debit.amountMinor() - amountMinor) {
                refusal = BookCodes.ORIGINAL_AMOUNT;
            }
        }
        return book(id, Kind.REFUND, number(account), account, amountMinor, refusal, original, null, at);
    }

    /**
     * Takes an instruction back. One that is unknown is remembered, and refused should it still arrive; one that was refused or taken back
     * before is {@link BookCodes#OK}. Too late ({@link BookCodes#NO_ORIGINAL}) when a debit was refunded or the money of a credit or
     * refund is spent.
     */
    public synchronized BookAnswer reverse(UUID id, UUID original, Instant at) {
        Operation known = state.operation(id);
        if (known != null && (known.kind() != Kind.REVERSAL || !original.equals(known.original()))) {
            return new BookAnswer(BookCodes.ID_REUSED, "");
        }
        if (known != null) {
            return known.answer();
        }
        Operation target = state.operation(original);
        if (target == null || target.state() != State.DONE || target.kind() == Kind.REVERSAL) {
            boolean never = target != null && target.kind() == Kind.REVERSAL;
            return book(id, Kind.REVERSAL, "", null, 0, never ? BookCodes.NO_ORIGINAL : null, original, null, at);
        }
        SandboxAccount account = state.account(target.number());
        boolean tooLate = target.kind() == Kind.DEBIT
                ? state.refundedMinor(original) > 0
                : account == null || account.availableMinor() < target.amountMinor();
        if (tooLate) {
            // Not written down: it may be possible tomorrow.
            return new BookAnswer(BookCodes.NO_ORIGINAL, "");
        }
        return book(
                id, Kind.REVERSAL, target.number(), account, target.amountMinor(), null, original, target.kind(), at);
    }

    /** Refuses an instruction for good: what a script ordered. An id that is known keeps its first answer. */
    public synchronized BookAnswer decline(
            UUID id,
            Kind kind,
            String numberOrToken,
            long amountMinor,
            @Nullable UUID original,
            String code,
            Instant at) {
        Operation known = state.operation(id);
        if (known != null) {
            return repeated(known, kind, numberOrToken, amountMinor, original);
        }
        return book(id, kind, numberOrToken, state.find(numberOrToken), amountMinor, code, original, null, at);
    }

    public synchronized Optional<Operation> operation(UUID id) {
        return Optional.ofNullable(state.operation(id));
    }

    /** The bank's only state for an id that was reversed before it arrived. */
    public synchronized boolean reversedBeforeItCame(UUID id) {
        return state.operation(id) == null && state.reversed(id);
    }

    /** Texts the code for one debit. */
    public synchronized BookAnswer sendCode(UUID debit, String numberOrToken) {
        SandboxAccount account = state.find(numberOrToken);
        String refusal = account == null
                ? state.whyNotFound(numberOrToken)
                : state.whyNotUsable(numberOrToken, account, today());
        if (refusal != null) {
            return new BookAnswer(refusal, "");
        }
        if (!state.codeSent(debit)) {
            write(new Entry.CodeSent(debit));
        }
        return new BookAnswer(BookCodes.OK, "");
    }

    /** A repeat is the same sign-up. By code the code is sent; in the other modes the customer goes on at the bank. */
    public synchronized SignUpStep signUp(
            UUID id, SignUp.Mode mode, CardDetails card, String customerReference, String returnUrl) {
        return signUps.open(
                new OpenSignUp(id, mode, card.number(), customerReference, returnUrl, "", 0), card, today());
    }

    /** By code: whether the code is right. In the other modes: where it stands. */
    public synchronized SignUpStep confirm(UUID id, String code) {
        return signUps.confirm(id, code);
    }

    /** What the customer does at the counter, on the phone or on the bank's page. */
    public SignUpStep confirmAtBank(UUID id) {
        SignUpStep step;
        synchronized (this) {
            step = signUps.confirmAtBank(id);
        }
        if (step instanceof SignUpStep.Signed) {
            whenSigned.forEach(listener -> listener.accept(id));
        }
        return step;
    }

    /** Tells of every sign-up that was confirmed at the bank; a face that calls back listens. */
    public void whenSignedAtBank(Consumer<UUID> listener) {
        whenSigned.add(listener);
    }

    public synchronized Optional<OpenSignUp> signUp(UUID id) {
        return Optional.ofNullable(state.signUp(id));
    }

    public synchronized Collection<OpenSignUp> signUps() {
        return state.signUps();
    }

    public synchronized Optional<Agreement> agreement(String token) {
        return Optional.ofNullable(state.agreement(token));
    }

    /** Ending what has ended is fine. */
    public synchronized BookAnswer endAgreement(String token) {
        return signUps.end(token);
    }

    public synchronized BookAnswer freeze(String token, boolean frozen) {
        return signUps.freeze(token, frozen);
    }

    /** Takes ours and gives the bank's whole list. */
    public synchronized List<BlacklistEntry> exchangeBlacklist(List<BlacklistEntry> ours) {
        ours.forEach(entry -> write(new Entry.Listed(entry, true)));
        return state.blacklist(false);
    }

    /** Puts somebody on the bank's own black list. */
    public synchronized void list(BlacklistEntry entry) {
        write(new Entry.Listed(entry, false));
    }

    /** What the platform told the bank. */
    public synchronized List<BlacklistEntry> blacklistOfPlatform() {
        return state.blacklist(true);
    }

    /** Booked on that day of the bank, oldest first. */
    public synchronized List<Operation> operations(LocalDate day) {
        return state.operations().stream()
                .filter(each -> each.bookedAt().atZone(ZONE).toLocalDate().equals(day))
                .toList();
    }

    /** A snapshot, oldest first. */
    public synchronized Stream<Operation> all() {
        return List.copyOf(state.operations()).stream();
    }

    /** By account number, minor units. */
    public synchronized Map<String, Long> balances() {
        return state.balances();
    }

    /** What the platform's account at the bank holds when that day begins, minor units. */
    public synchronized long platformBalanceMinor(LocalDate atStartOf) {
        return PLATFORM_OPENING_MINOR
                + state.operations().stream()
                        .filter(each ->
                                each.bookedAt().atZone(ZONE).toLocalDate().isBefore(atStartOf))
                        .mapToLong(Operation::platformEffectMinor)
                        .sum();
    }

    public InstantSource clock() {
        return clock;
    }

    @Override
    public synchronized void close() {
        try {
            journal.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private LocalDate today() {
        return clock.instant().atZone(ZONE).toLocalDate();
    }

    private @Nullable String refusal(UUID id, long amountMinor) {
        if (state.reversed(id)) {
            return BookCodes.REVERSED;
        }
        return amountMinor < 1 ? BookCodes.BAD_AMOUNT : null;
    }

    private static String number(@Nullable SandboxAccount account) {
        return account == null ? "" : account.number();
    }

    private static BookAnswer repeated(
            Operation known, Kind kind, String asked, long amountMinor, @Nullable UUID original) {
        return known.sameContent(kind, asked, amountMinor, original)
                ? known.answer()
                : new BookAnswer(BookCodes.ID_REUSED, "");
    }

    private BookAnswer book(
            UUID id,
            Kind kind,
            String asked,
            @Nullable SandboxAccount account,
            long amountMinor,
            @Nullable String refusal,
            @Nullable UUID original,
            @Nullable Kind originalKind,
            Instant at) {
        Operation operation = new Operation(
                id,
                kind,
                asked,
                number(account),
                amountMinor,
                refusal == null ? State.DONE : State.DECLINED,
                refusal == null ? BookCodes.OK : refusal,
                "%012d".formatted(state.operations().size() + 1),
                original,
                originalKind,
                at,
                clock.instant());
        write(new Entry.Booked(operation));
        return operation.answer();
    }

    private void write(Entry entry) {
        try {
            journal.append(entry.line());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        state.apply(entry);
    }
}
