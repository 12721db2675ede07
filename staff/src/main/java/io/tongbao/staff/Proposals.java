package io.tongbao.staff;

import io.tongbao.kernel.Ids;
import io.tongbao.kernel.Refused;
import io.tongbao.staff.AuditTrail.Changed;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Maker and checker: one member proposes, another one decides, and the change is made in the transaction of the decision, so
 * it happens exactly once or not at all. Everything is recorded in the {@link AuditTrail}.
 *
 * <p>Locks are taken in one order: the proposal, what it changes, the trail's head.
 */
public final class Proposals {

    /** How long a proposal waits for a decision. */
    public static final Duration LIFETIME = Duration.ofDays(3);

    private static final Logger LOG = LoggerFactory.getLogger(Proposals.class);
    private static final int MAX_KEY = 64;

    private final ProposalTable table;
    private final Staff staff;
    private final AuditTrail trail;
    private final Ids ids;
    private final InstantSource clock;
    private final Map<String, ProposalKind<?>> kinds;

    public Proposals(
            DataSource dataSource,
            Staff staff,
            AuditTrail trail,
            Ids ids,
            InstantSource clock,
            List<? extends ProposalKind<?>> kinds) {
        this.table = new ProposalTable(dataSource);
        this.staff = staff;
        this.trail = trail;
        this.ids = ids;
        this.clock = clock;
        this.kinds = kinds.stream().collect(Collectors.toUnmodifiableMap(ProposalKind::name, Function.identity()));
    }

    /**
     * A change somebody wants.
     *
     * @param requestKey the maker's own idempotency key, 1 to 64 characters
     * @param kind name of a registered kind
     * @param payload fields as the kind reads them
     * @param reason 3 to 500 characters, for the checker and for good
     */
    public record ProposeCommand(
            UUID maker, String requestKey, String kind, Map<String, String> payload, String reason) {

        public ProposeCommand {
            payload = Map.copyOf(payload);
            if (requestKey.isEmpty() || requestKey.length() > MAX_KEY) {
                throw new IllegalArgumentException("an idempotency key has 1 to 64 characters");
            }
        }
    }

    /** The kind of this name. */
    public Optional<ProposalKind<?>> kind(String name) {
        return Optional.ofNullable(kinds.get(name));
    }

    /** Names of all kinds, in alphabetical order. */
    public List<String> kindNames() {
        return kinds.keySet().stream().sorted().toList();
    }

    /**
     * Proposes; a repeat under the same key gets the same proposal as it stands now.
     *
     * @throws Refused PERMISSION_MISSING, REASON_REQUIRED, PROPOSAL_NOT_FOUND for an unknown kind, PROPOSAL_CONCERNS_YOU,
     *     NOTHING_TO_CHANGE, PROPOSAL_KEY_REUSED, and what the kind refuses
     */
    public Proposal propose(ProposeCommand command, Acting acting) {
        ProposalKind<?> kind = require(command.kind());
        requireMember(command.maker(), kind.toMake());
        return propose(kind, command, acting);
    }

    private <P> Proposal propose(ProposalKind<P> kind, ProposeCommand command, Acting acting) {
        String reason = Reasons.require(command.reason());
        P payload = kind.decode(command.payload());
        byte[] hash = requestHash(command, reason);
        Optional<ProposalTable.Requested> earlier = table.requested(command.maker(), command.requestKey());
        if (earlier.isPresent()) {
            return repeated(earlier.get(), hash);
        }
        if (kind.concerned(payload).contains(command.maker())) {
            throw new Refused(StaffError.PROPOSAL_CONCERNS_YOU);
        }
        try {
            return trail.change(connection -> insert(connection, kind, payload, command, reason, hash, acting));
        } catch (KeyTaken e) {
            return repeated(
                    table.requested(command.maker(), command.requestKey())
                            .orElseThrow(() -> new IllegalStateException("a key that is taken belongs to a proposal")),
                    hash);
        }
    }

    private <P> Changed<Proposal> insert(
            Connection connection,
            ProposalKind<P> kind,
            P payload,
            ProposeCommand command,
            String reason,
            byte[] hash,
            Acting acting) {
        ProposalKind.Diff diff = kind.look(connection, payload);
        if (diff.before().equals(diff.after())) {
            throw new Refused(StaffError.NOTHING_TO_CHANGE);
        }
        Instant now = now();
        Proposal proposal = new Proposal(
                ids.next(),
                kind.name(),
                kind.subject(payload),
                kind.encode(payload),
                diff.before(),
                diff.after(),
                diff.version(),
                reason,
                command.maker(),
                now,
                now.plus(LIFETIME),
                ProposalState.OPEN,
                null,
                null,
                null);
        if (!table.insert(proposal, command.requestKey(), hash)) {
            throw new KeyTaken();
        }
        AuditEntry entry = entry(proposal, "proposal.made", acting)
                .with("reason", reason)
                .with("before.", diff.before())
                .with("after.", diff.after());
        return new Changed<>(proposal, entry);
    }

    private Proposal repeated(ProposalTable.Requested earlier, byte[] hash) {
        if (!Arrays.equals(earlier.requestHash(), hash)) {
            throw new Refused(StaffError.PROPOSAL_KEY_REUSED);
        }
        return table.find(earlier.proposalId())
                .orElseThrow(() -> new IllegalStateException("proposals are never deleted"));
    }

    /**
     * Approves and makes the change; of two who approve at once, one does. A repeat by the one who approved gets the proposal
     * as it stands.
     *
     * @throws Refused PROPOSAL_NOT_FOUND, PERMISSION_MISSING, OWN_PROPOSAL, PROPOSAL_CONCERNS_YOU, PROPOSAL_DECIDED,
     *     PROPOSAL_EXPIRED, PROPOSAL_STALE, and what the kind refuses
     */
    public Proposal approve(UUID proposalId, UUID checker, Acting acting) {
        Proposal seen = table.find(proposalId).orElseThrow(() -> new Refused(StaffError.PROPOSAL_NOT_FOUND));
        ProposalKind<?> kind = require(seen.kind());
        requireMember(checker, kind.toCheck());
        Proposal applied = deciding(
                connection -> approve(connection, kind, proposalId, checker, acting), ProposalState.APPLIED, checker);
        kind.follow(applied.payload());
        return applied;
    }

    private <P> Changed<Proposal> approve(
            Connection connection, ProposalKind<P> kind, UUID proposalId, UUID checker, Acting acting) {
        Proposal proposal = locked(proposalId);
        P payload = kind.decode(proposal.payload());
        requireOther(kind, payload, proposal, checker);
        Optional<Changed<Proposal>> over = over(proposal, acting);
        if (over.isPresent()) {
            return over.get();
        }
        ProposalKind.Diff now = kind.look(connection, payload);
        if (!now.version().equals(proposal.baseVersion())) {
            return decide(proposal, ProposalState.STALE, null, null, "proposal.stale", acting);
        }
        kind.apply(connection, payload, acting);
        Changed<Proposal> applied = decide(proposal, ProposalState.APPLIED, checker, null, "proposal.applied", acting);
        AuditEntry entry = applied.entry().with("before.", now.before()).with("after.", now.after());
        return new Changed<>(applied.result(), entry);
    }

    /**
     * Refuses the change.
     *
     * @throws Refused as {@link #approve}, and REASON_REQUIRED
     */
    public Proposal reject(UUID proposalId, UUID checker, String why, Acting acting) {
        String reason = Reasons.require(why);
        Proposal seen = table.find(proposalId).orElseThrow(() -> new Refused(StaffError.PROPOSAL_NOT_FOUND));
        ProposalKind<?> kind = require(seen.kind());
        requireMember(checker, kind.toCheck());
        return deciding(
                connection -> reject(kind, proposalId, checker, reason, acting), ProposalState.REJECTED, checker);
    }

    private <P> Changed<Proposal> reject(
            ProposalKind<P> kind, UUID proposalId, UUID checker, String reason, Acting acting) {
        Proposal proposal = locked(proposalId);
        requireOther(kind, kind.decode(proposal.payload()), proposal, checker);
        return over(proposal, acting)
                .orElseGet(
                        () -> decide(proposal, ProposalState.REJECTED, checker, reason, "proposal.rejected", acting));
    }

    /**
     * The maker takes it back.
     *
     * @throws Refused PROPOSAL_NOT_FOUND, NOT_YOUR_PROPOSAL, PROPOSAL_DECIDED, PROPOSAL_EXPIRED
     */
    public Proposal withdraw(UUID proposalId, UUID maker, Acting acting) {
        Function<Connection, Changed<Proposal>> work = connection -> {
            Proposal proposal = locked(proposalId);
            if (!proposal.maker().equals(maker)) {
                throw new Refused(StaffError.NOT_YOUR_PROPOSAL);
            }
            return over(proposal, acting)
                    .orElseGet(
                            () -> decide(proposal, ProposalState.WITHDRAWN, maker, null, "proposal.withdrawn", acting));
        };
        return deciding(work, ProposalState.WITHDRAWN, maker);
    }

    /** Closes what waited too long. How many; call again while it is {@code limit}. */
    public int expire(int limit) {
        List<UUID> due = table.due(clock.instant(), limit);
        for (UUID id : due) {
            Acting jobs = Acting.machine("jobs");
            try {
                trail.run(connection -> over(locked(id), jobs)
                        .orElseThrow(() -> new IllegalStateException("a proposal that is due is over"))
                        .entry());
            } catch (AlreadyDecided e) {
                LOG.debug("proposal {} was decided before it expired", id);
            }
        }
        return due.size();
    }

    public Optional<Proposal> find(UUID id) {
        return table.find(id);
    }

    /**
     * Newest first.
     *
     * @param state null for all
     * @param before only older ones than this id; null for the newest
     * @param limit 1 to 200
     */
    public List<Proposal> list(@Nullable ProposalState state, @Nullable UUID before, int limit) {
        if (limit < 1 || limit > 200) {
            throw new IllegalArgumentException("a page has 1 to 200 proposals");
        }
        return table.list(state, before, limit);
    }

    private Proposal locked(UUID id) {
        return table.lock(id).orElseThrow(() -> new Refused(StaffError.PROPOSAL_NOT_FOUND));
    }

    /** Ends a proposal whose time is over; empty when it may still be decided. */
    private Optional<Changed<Proposal>> over(Proposal proposal, Acting acting) {
        if (proposal.state() != ProposalState.OPEN) {
            throw new AlreadyDecided(proposal);
        }
        return now().isBefore(proposal.expiresAt())
                ? Optional.empty()
                : Optional.of(decide(proposal, ProposalState.EXPIRED, null, null, "proposal.expired", acting));
    }

    private Changed<Proposal> decide(
            Proposal proposal,
            ProposalState state,
            @Nullable UUID by,
            @Nullable String reason,
            String action,
            Acting acting) {
        table.decide(proposal.id(), state, by, now(), reason);
        AuditEntry entry = entry(proposal, action, acting);
        Proposal decided =
                table.find(proposal.id()).orElseThrow(() -> new IllegalStateException("proposals are never deleted"));
        return new Changed<>(decided, reason == null ? entry : entry.with("reason", reason));
    }

    private Proposal deciding(Function<Connection, Changed<Proposal>> work, ProposalState wanted, UUID by) {
        try {
            return decided(trail.change(work), wanted, by);
        } catch (AlreadyDecided e) {
            return decided(e.proposal, wanted, by);
        }
    }

    /** The state that came of it, or the refusal that says why another one did; that state is committed by now. */
    private static Proposal decided(Proposal outcome, ProposalState wanted, UUID by) {
        if (outcome.state() == ProposalState.STALE) {
            throw new Refused(StaffError.PROPOSAL_STALE);
        }
        if (outcome.state() == ProposalState.EXPIRED) {
            throw new Refused(StaffError.PROPOSAL_EXPIRED);
        }
        if (outcome.state() != wanted || !by.equals(outcome.decidedBy())) {
            throw new Refused(StaffError.PROPOSAL_DECIDED, outcome.state().word());
        }
        return outcome;
    }

    private static <P> void requireOther(ProposalKind<P> kind, P payload, Proposal proposal, UUID checker) {
        if (proposal.maker().equals(checker)) {
            throw new Refused(StaffError.OWN_PROPOSAL);
        }
        if (kind.concerned(payload).contains(checker)) {
            throw new Refused(StaffError.PROPOSAL_CONCERNS_YOU);
        }
    }

    private ProposalKind<?> require(String name) {
        ProposalKind<?> kind = kinds.get(name);
        if (kind == null) {
            throw new Refused(StaffError.PROPOSAL_NOT_FOUND, "there is no kind of this name");
        }
        return kind;
    }

    private void requireMember(UUID id, Permission permission) {
        staff.find(id)
                .orElseThrow(() -> new Refused(StaffError.PERMISSION_MISSING))
                .require(permission);
    }

    private static AuditEntry entry(Proposal proposal, String action, Acting acting) {
        return AuditEntry.of(acting, action, "proposal", proposal.publicId())
                .with("kind", proposal.kind())
                .with("subject", proposal.subject());
    }

    private static byte[] requestHash(ProposeCommand command, String reason) {
        String text = command.kind() + '\n' + FlatJson.write(new TreeMap<>(command.payload())) + '\n' + reason;
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    /** Undoes the transaction: the maker's key was used at the same moment. */
    private static final class KeyTaken extends RuntimeException {

        private static final long serialVersionUID = 1L;

        KeyTaken() {
            super("key taken", null, false, false);
        }
    }

    /** Undoes the transaction: there is nothing to decide and nothing to record. */
    private static final class AlreadyDecided extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final transient Proposal proposal;

        AlreadyDecided(Proposal proposal) {
            super("already decided", null, false, false);
            this.proposal = proposal;
        }
    }
}
