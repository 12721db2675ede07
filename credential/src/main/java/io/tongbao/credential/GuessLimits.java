package io.tongbao.credential;

import io.tongbao.credential.GuessBuckets.Bucket;
import io.tongbao.credential.GuessBuckets.Outcome;
import io.tongbao.credential.GuessBuckets.Scope;
import io.tongbao.credential.guess.GuessPolicy;
import io.tongbao.credential.guess.GuessState;
import io.tongbao.credential.guess.KindPolicy;
import io.tongbao.vault.KeyPurpose;
import io.tongbao.vault.Vault;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Lets few wrong guesses through and no more, whatever the number of connections and nodes: each guess is counted as wrong in
 * the database before anybody looks at the secret, and given back when it was right.
 *
 * <p>A place that has been right before (a device that proves itself, else a source) has a bucket of its own. All strangers
 * share the others, so a stranger can use up what strangers have but never locks a known place out; and what all strangers
 * have together throttles ("try later") and never locks. Whoever is a stranger and has another strong proof calls {@link
 * #vouch}. Thread-safe.
 */
public final class GuessLimits {

    private final GuessBuckets buckets;
    private final KnownPlaces places;
    private final JdbcClient jdbc;
    private final Vault vault;
    private final InstantSource clock;
    private final GuessPolicies policies;
    private final SecurityEvents events;
    private final boolean sabotaged;

    public GuessLimits(
            DataSource database, Vault vault, InstantSource clock, GuessPolicies policies, SecurityEvents events) {
        this(database, vault, clock, policies, events, false);
    }

    private GuessLimits(
            DataSource database,
            Vault vault,
            InstantSource clock,
            GuessPolicies policies,
            SecurityEvents events,
            boolean sabotaged) {
        this.buckets = new GuessBuckets(database);
        this.places = new KnownPlaces(database);
        this.jdbc = JdbcClient.create(database);
        this.vault = vault;
        this.clock = clock;
        this.policies = policies;
        this.events = events;
        this.sabotaged = sabotaged;
    }

    /** Limits that count nothing and let everything through, so that an attack can show that it would notice. Sandbox only. */
    public static GuessLimits sabotaged(DataSource database, Vault vault, InstantSource clock) {
        return new GuessLimits(database, vault, clock, GuessPolicies.DEFAULT, SecurityEvents.nobody(), true);
    }

    /** A guess that was counted and may be judged now. */
    public static final class Ticket {

        private final GuessKind kind;
        private final Attempt attempt;
        private final List<Bucket> buckets;
        private final boolean known;
        private final boolean refresh;
        private final boolean locks;

        private Ticket(
                GuessKind kind, Attempt attempt, List<Bucket> buckets, boolean known, boolean refresh, boolean locks) {
            this.kind = kind;
            this.attempt = attempt;
            this.buckets = buckets;
            this.known = known;
            this.refresh = refresh;
            this.locks = locks;
        }

        /** Whether it comes from a place that has been right before. */
        public boolean fromKnownPlace() {
            return known;
        }
    }

    /** Whether a guess may be judged. */
    public sealed interface Admission {

        record Admitted(Ticket ticket) implements Admission {}

        /**
         * @param after how long, at least 1 s
         */
        record Refused(Duration after) implements Admission {}
    }

    /**
     * Judges a guess: counts it, looks at the secret, gives it back when right. When {@code secretIsRight} throws, it stays
     * counted.
     *
     * @param owner who is told of locks and new places, or null when the target is nobody; {@code secretIsRight} then does
     *     the same work and returns false
     */
    public GuessResult judge(GuessKind kind, Attempt attempt, @Nullable Subject owner, BooleanSupplier secretIsRight) {
        return switch (admit(kind, attempt)) {
            case Admission.Refused(Duration after) -> new GuessResult.Later(after);
            case Admission.Admitted(Ticket ticket) -> {
                if (secretIsRight.getAsBoolean()) {
                    right(ticket, owner);
                    yield new GuessResult.Right(!ticket.known);
                }
                wrong(ticket, owner);
                yield new GuessResult.Wrong();
            }
        };
    }

    /** Counts one guess as wrong, or says when to come back; every admission ends in {@link #right} or {@link #wrong}. */
    public Admission admit(GuessKind kind, Attempt attempt) {
        if (sabotaged) {
            return new Admission.Admitted(new Ticket(kind, attempt, List.of(), true, false, false));
        }
        Instant now = Micros.now(clock);
        long nowTs = Micros.of(now);
        List<KnownPlaces.Known> known = places.known(placeKeys(kind, attempt), now);
        List<Bucket> judges = known.isEmpty()
                ? strangers(kind, attempt)
                : List.of(own(kind, known.getFirst().key()));
        if (known.isEmpty()) {
            // The many who come while strangers are locked out cost one read and take no lock.
            Optional<Outcome> refused = buckets.refusal(judges, nowTs);
            if (refused.isPresent()) {
                return admission(kind, attempt, judges, known, refused.get(), now);
            }
        }
        return admission(kind, attempt, judges, known, buckets.reserve(judges, nowTs), now);
    }

    private static Admission admission(
            GuessKind kind,
            Attempt attempt,
            List<Bucket> judges,
            List<KnownPlaces.Known> known,
            Outcome outcome,
            Instant now) {
        return switch (outcome) {
            case Outcome.Refused(long untilTs) -> {
                // Rounded up, so that whoever waits as told is let through.
                long seconds = Math.max(1, Math.ceilDiv(untilTs - Micros.of(now), 1_000_000L));
                yield new Admission.Refused(Duration.ofSeconds(seconds));
            }
            case Outcome.Counted(boolean locks) -> {
                boolean refresh = known.isEmpty() || known.getFirst().isStale(now);
                yield new Admission.Admitted(new Ticket(kind, attempt, judges, !known.isEmpty(), refresh, locks));
            }
        };
    }

    /** The guess was right: it is given back, and its place is known from now on. */
    public void right(Ticket ticket, @Nullable Subject owner) {
        if (sabotaged) {
            return;
        }
        Instant now = Micros.now(clock);
        buckets.right(ticket.buckets, Micros.of(now));
        if (ticket.refresh) {
            places.remember(targetKey(ticket.kind, ticket.attempt), placeKeys(ticket.kind, ticket.attempt), now);
        }
        if (!ticket.known && owner != null && ticket.kind != GuessKind.TOTP && ticket.kind != GuessKind.RECOVERY_CODE) {
            tell(
                    owner,
                    SecurityEvent.Kind.NEW_PLACE,
                    now,
                    ticket.attempt.channel().name());
        }
    }

    /** The guess was wrong: it stays counted, and whose secret it was is told when that brought a lock. */
    public void wrong(Ticket ticket, @Nullable Subject owner) {
        if (ticket.locks && owner != null) {
            String who = ticket.known ? "known place" : "strangers";
            tell(owner, SecurityEvent.Kind.LOCKED, Micros.now(clock), ticket.kind + " " + who);
        }
    }

    /**
     * Unlocks by proof: the claimant has just proved, with another strong factor, to be the target. The place of this attempt is
     * known from now on for every kind of secret, with a bucket that is empty. What strangers have used up stays so: a lock on
     * them no longer concerns this place, and whoever guesses gains nothing by the target coming and going.
     */
    public void vouch(Attempt attempt, @Nullable Subject owner) {
        Instant now = Micros.now(clock);
        boolean locked = false;
        for (GuessKind kind : GuessKind.values()) {
            // What is asked for costs money and disturbs: no proof gives it back.
            if (kind != GuessKind.CODE_REQUEST) {
                locked |= vouch(kind, attempt, now);
            }
        }
        if (locked && owner != null) {
            tell(owner, SecurityEvent.Kind.UNLOCKED, now, attempt.channel().name());
        }
    }

    private boolean vouch(GuessKind kind, Attempt attempt, Instant now) {
        List<byte[]> keys = placeKeys(kind, attempt);
        List<Bucket> judges = new ArrayList<>();
        keys.forEach(place -> judges.add(own(kind, place)));
        judges.add(target(kind, attempt));
        judges.add(channel(kind, attempt, attempt.channel()));
        judges.sort(Bucket.ORDER);
        GuessState[] states = buckets.read(judges);
        List<Bucket> own = new ArrayList<>();
        boolean locked = false;
        for (int i = 0; i < states.length; i++) {
            locked |= states[i].lockedUntilTs() > Micros.of(now);
            if (judges.get(i).scope() == Scope.OWN && states[i].counted() > 0) {
                own.add(judges.get(i));
            }
        }
        if (!own.isEmpty()) {
            buckets.clear(own);
        }
        places.remember(targetKey(kind, attempt), keys, now);
        return locked;
    }

    /**
     * Unlocks somebody whom staff know by other means: what strangers guessed at this target's secrets no longer counts. What
     * was asked for, and what counts against addresses, stays.
     */
    public void forgive(String target, @Nullable Subject owner) {
        List<Bucket> cleared = new ArrayList<>();
        for (GuessKind kind : GuessKind.values()) {
            if (kind != GuessKind.CODE_REQUEST) {
                for (AccessChannel channel : AccessChannel.values()) {
                    Attempt attempt = new Attempt(target, channel, "staff", null);
                    cleared.add(channel(kind, attempt, channel));
                }
                cleared.add(target(kind, new Attempt(target, AccessChannel.WEB, "staff", null)));
            }
        }
        cleared.sort(Bucket.ORDER);
        buckets.clear(cleared);
        if (owner != null) {
            tell(owner, SecurityEvent.Kind.UNLOCKED, Micros.now(clock), "staff");
        }
    }

    /** Forgets all places known to a target: after a theft, a change of number, the end of an account. */
    public void forgetPlaces(Attempt attempt) {
        for (GuessKind kind : GuessKind.values()) {
            places.forget(targetKey(kind, attempt));
        }
    }

    /** How many wrong guesses still stand against this source and target, whichever is more: 0 is no suspicion. */
    public int suspicion(GuessKind kind, Attempt attempt) {
        List<Bucket> judges = strangers(kind, attempt);
        GuessState[] states = buckets.read(judges);
        long now = Micros.of(Micros.now(clock));
        int most = 0;
        for (int i = 0; i < states.length; i++) {
            if (judges.get(i).scope() != Scope.SHARED) {
                most = Math.max(most, judges.get(i).policy().standing(states[i], now));
            }
        }
        return most;
    }

    /** Deletes what time has forgiven; for a daily job. Returns the number of rows. */
    public int purge() {
        Instant now = Micros.now(clock);
        // Nothing counted stands longer than a year of forgiving; locks end before.
        int forgiven = jdbc.sql("""
                        DELETE FROM credential.guess_bucket
                        WHERE since < ?::timestamptz AND locked_until < ?::timestamptz
                          AND (counted = 0 OR since < ?::timestamptz)
                        """)
                .param(Micros.sql(now.minus(Duration.ofDays(1))))
                .param(Micros.sql(now))
                .param(Micros.sql(now.minus(Duration.ofDays(365))))
                .update();
        return forgiven + places.purge(now);
    }

    private List<Bucket> strangers(GuessKind kind, Attempt attempt) {
        KindPolicy policy = policies.of(kind);
        List<Bucket> all = new ArrayList<>(4);
        all.add(channel(kind, attempt, attempt.channel()));
        Bucket target = target(kind, attempt);
        all.add(target);
        all.add(bucket(kind, Scope.SOURCE, policy.source(), attempt.channel() + "|" + attempt.source()));
        int share = Math.floorMod(target.key()[0], KindPolicy.SHARES);
        all.add(bucket(kind, Scope.SHARED, policy.shared(), Integer.toString(share)));
        all.sort(Bucket.ORDER);
        return all;
    }

    private Bucket channel(GuessKind kind, Attempt attempt, AccessChannel channel) {
        GuessPolicy policy = policies.of(kind).channel();
        return bucket(kind, Scope.CHANNEL, policy, channel + "|" + attempt.target());
    }

    private Bucket target(GuessKind kind, Attempt attempt) {
        return bucket(kind, Scope.TARGET, policies.of(kind).target(), attempt.target());
    }

    private Bucket own(GuessKind kind, byte[] place) {
        byte[] key = digest("own|" + kind.number(), place);
        return new Bucket(key, kind, Scope.OWN, policies.of(kind).own());
    }

    private Bucket bucket(GuessKind kind, Scope scope, GuessPolicy policy, String whose) {
        byte[] key = digest(scope + "|" + kind.number(), whose.getBytes(StandardCharsets.UTF_8));
        return new Bucket(key, kind, scope, policy);
    }

    private byte[] targetKey(GuessKind kind, Attempt attempt) {
        return digest(placeKind(kind) + "|places", attempt.target().getBytes(StandardCharsets.UTF_8));
    }

    /** The device first: who proves a device is judged by it wherever it is. */
    private List<byte[]> placeKeys(GuessKind kind, Attempt attempt) {
        List<byte[]> keys = new ArrayList<>(2);
        String device = attempt.device();
        if (device != null) {
            keys.add(digest(placeKind(kind) + "|device", join(attempt.target(), device)));
        }
        keys.add(digest(
                placeKind(kind) + "|source", join(attempt.target(), attempt.channel() + "|" + attempt.source())));
        return keys;
    }

    /**
     * A place is known for each kind of secret by itself: whoever stole a password is no better known for it when guessing
     * the second factor. Who has brought codes back may ask for them.
     */
    private static int placeKind(GuessKind kind) {
        return (kind == GuessKind.CODE_REQUEST ? GuessKind.CODE : kind).number();
    }

    private static byte[] join(String first, String second) {
        return (first.length() + "|" + first + "|" + second).getBytes(StandardCharsets.UTF_8);
    }

    // After a rotation of the look-up key counts begin anew, once.
    private byte[] digest(String what, byte[] whose) {
        byte[] name = ("guess|" + what + "|").getBytes(StandardCharsets.UTF_8);
        byte[] message = new byte[name.length + whose.length];
        System.arraycopy(name, 0, message, 0, name.length);
        System.arraycopy(whose, 0, message, name.length, whose.length);
        return vault.mac(KeyPurpose.LOOKUP, message).digest();
    }

    private void tell(Subject owner, SecurityEvent.Kind kind, Instant at, String detail) {
        events.happened(new SecurityEvent(owner, kind, at, detail));
    }
}
