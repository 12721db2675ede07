package io.tongbao.customer.life;

import io.tongbao.customer.Customer;
import io.tongbao.customer.CustomerDesk;
import io.tongbao.customer.CustomerError;
import io.tongbao.customer.CustomerStatus;
import io.tongbao.customer.Moments;
import io.tongbao.customer.challenge.Challenges;
import io.tongbao.customer.challenge.Purpose;
import io.tongbao.customer.life.Hold.Authority;
import io.tongbao.customer.notice.NoticeKind;
import io.tongbao.kernel.Money;
import io.tongbao.kernel.Refused;
import io.tongbao.ledger.Decision;
import io.tongbao.ledger.Posting;
import io.tongbao.ledger.Transfer;
import io.tongbao.ledger.TransferFlag;
import io.tongbao.ledger.TransferIds;
import io.tongbao.ledger.TransferResult;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Freezes: of a whole account, which then is paid but does not pay, or of an amount, which a court names and which is then
 * reserved in the ledger. Each is lifted by the authority that placed it; the account pays again when none is left.
 *
 * <p>A payment whose batch began before a freeze was committed counts as made before it.
 *
 * <p>Errors: CUSTOMER_NOT_FOUND, CUSTOMER_CLOSED, HOLD_NOT_FOUND, HOLD_NOT_YOURS; those of {@link Challenges#use}.
 */
public final class Holds {

    /** Reason code of the transfers that reserve what is frozen. */
    static final int TRANSFER_CODE = 901;

    private static final String COLUMNS =
            "id, customer_id, authority, amount_minor, held_minor, reference, placed_by, placed_at, lifted_at";

    private final CustomerDesk desk;
    private final Challenges challenges;
    private final HoldAccounts accounts;

    public Holds(CustomerDesk desk) {
        this.desk = desk;
        this.challenges = new Challenges(desk);
        this.accounts = new HoldAccounts(desk);
    }

    /**
     * @param id chosen by the caller; the same again changes nothing
     * @param amountMinor what is frozen of the balance; null for the whole account
     * @param reference the case, the order of a court, or why; 1 to 128 characters
     * @param by who placed it: the customer's, a staff member's or a court's name
     */
    public record PlaceCommand(
            UUID id,
            UUID customerId,
            Authority authority,
            @Nullable Long amountMinor,
            String reference,
            String by) {

        public PlaceCommand {
            if (reference.isBlank() || reference.length() > 128 || by.isBlank() || by.length() > 128) {
                throw new IllegalArgumentException("reference and author have 1 to 128 characters");
            }
            if (amountMinor != null && (amountMinor < 1 || amountMinor > Money.MAX_PAYMENT_MINOR)) {
                throw new IllegalArgumentException("an amount is positive");
            }
            if (amountMinor != null && authority == Authority.CUSTOMER) {
                throw new IllegalArgumentException("customers freeze the whole account");
            }
        }
    }

    /** Of an amount, as much is held as there is; {@link Hold#heldMinor} says how much. */
    public Hold place(PlaceCommand command) {
        desk.inTransaction(() -> {
            placeWithin(command);
            return true;
        });
        settle(command.id());
        return find(command.id());
    }

    /**
     * As {@link #place}, within the caller's transaction; an amount is reserved by {@link #settle} once that is committed.
     *
     * @return whether it is new
     */
    public boolean placeWithin(PlaceCommand command) {
        Customer customer = desk.living(command.customerId());
        Long amount = command.amountMinor();
        desk.lock(customer.id());
        int placed = desk.jdbc()
                .sql("""
                        INSERT INTO customer.hold (id, customer_id, transfer_id, placed_at, amount_minor, authority, settled,
                            reference, placed_by)
                        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING""")
                .params(command.id(), customer.id())
                .param(amount == null ? null : TransferIds.of(command.id(), 0))
                .param(Moments.at(desk.now()))
                .param(amount)
                .params(command.authority().number(), amount == null, command.reference(), command.by())
                .update();
        if (placed == 1 && amount == null) {
            become(customer.id(), CustomerStatus.ACTIVE, CustomerStatus.FROZEN);
            desk.notices()
                    .record(
                            customer.id(),
                            NoticeKind.FROZEN,
                            command.authority().wire());
        }
        return placed == 1;
    }

    /** A customer lifts an own freeze, with a challenge of {@link Purpose#UNFREEZE}. */
    public Hold liftOwn(UUID holdId, UUID customerId, UUID challengeId) {
        Hold hold = find(holdId);
        if (!hold.customerId().equals(customerId)) {
            throw new Refused(CustomerError.HOLD_NOT_FOUND);
        }
        require(hold, Authority.CUSTOMER);
        challenges.use(challengeId, customerId, Purpose.UNFREEZE);
        return lift(hold, customerId.toString());
    }

    /** Staff or a court lift theirs. */
    public Hold lift(UUID holdId, Authority authority, String by) {
        Hold hold = find(holdId);
        require(hold, authority);
        return lift(hold, by);
    }

    /** As {@link #lift}, within the caller's transaction; an amount is released by {@link #settle} once that is committed. */
    public void liftWithin(UUID holdId, Authority authority, String by) {
        Hold hold = find(holdId);
        require(hold, authority);
        liftRow(hold, by);
    }

    /** Reserves or releases what was decided and committed; again and again until the ledger has it. */
    public void settle(UUID holdId) {
        boolean due = desk.jdbc()
                        .sql("SELECT count(*) FROM customer.hold WHERE id = ? AND NOT settled")
                        .param(holdId)
                        .query(Long.class)
                        .single()
                > 0;
        if (due) {
            // Opened and committed first: the ledger sees no account of a transaction under way.
            long account = accounts.of(desk.customer(find(holdId).customerId()).currency());
            desk.inTransaction(() -> settleLocked(holdId, account));
        }
    }

    /** Settles what nobody has settled yet; for a job. Returns how many were due. */
    public int settleDue(int most) {
        List<UUID> due = desk.jdbc()
                .sql("SELECT id FROM customer.hold WHERE NOT settled ORDER BY placed_at LIMIT ?")
                .param(most)
                .query(UUID.class)
                .list();
        due.forEach(this::settle);
        return due.size();
    }

    public Hold find(UUID holdId) {
        return desk.jdbc()
                .sql("SELECT " + COLUMNS + " FROM customer.hold WHERE id = ?")
                .param(holdId)
                .query((row, n) -> read(row))
                .optional()
                .orElseThrow(() -> new Refused(CustomerError.HOLD_NOT_FOUND));
    }

    /** All that were ever placed, oldest first. */
    public List<Hold> of(UUID customerId) {
        return desk.jdbc()
                .sql("SELECT " + COLUMNS + " FROM customer.hold WHERE customer_id = ? ORDER BY placed_at, id")
                .param(customerId)
                .query((row, n) -> read(row))
                .list();
    }

    private static Hold read(ResultSet row) throws SQLException {
        return new Hold(
                row.getObject(1, UUID.class),
                row.getObject(2, UUID.class),
                Authority.of(row.getInt(3)),
                row.getObject(4, Long.class),
                row.getObject(5, Long.class),
                row.getString(6),
                row.getString(7),
                Moments.read(row, "placed_at"),
                Moments.readOrNull(row, "lifted_at"));
    }

    private static void require(Hold hold, Authority authority) {
        if (hold.authority() != authority) {
            throw new Refused(CustomerError.HOLD_NOT_YOURS);
        }
    }

    private Hold lift(Hold hold, String by) {
        desk.inTransaction(() -> {
            liftRow(hold, by);
            return true;
        });
        settle(hold.id());
        return find(hold.id());
    }

    private void liftRow(Hold hold, String by) {
        desk.lock(hold.customerId());
        int lifted = desk.jdbc()
                .sql("UPDATE customer.hold SET lifted_at = ?, lifted_by = ?, settled = amount_minor IS NULL"
                        + " WHERE id = ? AND lifted_at IS NULL")
                .params(Moments.at(desk.now()), by, hold.id())
                .update();
        if (lifted == 1) {
            desk.notices()
                    .record(
                            hold.customerId(),
                            NoticeKind.UNFROZEN,
                            hold.authority().wire());
            if (!wholeHeld(hold.customerId())) {
                become(hold.customerId(), CustomerStatus.FROZEN, CustomerStatus.ACTIVE);
            }
        }
    }

    /** Under the hold's own row lock, which no lane of the ledger wants: one settles, the others find it settled. */
    private Boolean settleLocked(UUID holdId, long account) {
        boolean due = desk.jdbc()
                .sql("SELECT NOT settled FROM customer.hold WHERE id = ? FOR UPDATE")
                .param(holdId)
                .query(Boolean.class)
                .single();
        if (due) {
            Hold hold = find(holdId);
            Long amount = hold.amountMinor();
            if (hold.liftedAt() != null) {
                release(holdId);
            } else if (amount != null) {
                reserve(desk.customer(hold.customerId()), holdId, account, amount);
            }
            desk.jdbc()
                    .sql("UPDATE customer.hold SET settled = true WHERE id = ?")
                    .param(holdId)
                    .update();
        }
        return due;
    }

    boolean wholeHeld(UUID customerId) {
        return desk.jdbc()
                        .sql("SELECT count(*) FROM customer.hold"
                                + " WHERE customer_id = ? AND amount_minor IS NULL AND lifted_at IS NULL")
                        .param(customerId)
                        .query(Long.class)
                        .single()
                > 0;
    }

    private void become(UUID customerId, CustomerStatus from, CustomerStatus to) {
        desk.jdbc()
                .sql("UPDATE customer.customer SET status = ? WHERE id = ? AND status = ?")
                .params(to.number(), customerId, from.number())
                .update();
    }

    /** The transfer's id is the hold's, so a node that lost its answer finds it again. */
    private void reserve(Customer customer, UUID holdId, long account, long amountMinor) {
        Transfer transfer = Transfer.pending(
                        TransferIds.of(holdId, 0),
                        customer.walletAccountId(),
                        account,
                        amountMinor,
                        customer.currency().ledger(),
                        TRANSFER_CODE,
                        0,
                        holdId)
                .withFlags(TransferFlag.bits(Set.of(TransferFlag.BALANCING_DEBIT)));
        long held =
                switch (desk.ledger().post(Posting.of(transfer))) {
                    case Decision.Applied(var stamp, var amounts, var repeated) -> amounts.getFirst();
                    case Decision.RefusedByLedger(var stamp, var index, var result)
                    when result == TransferResult.EXCEEDS_CREDITS || result == TransferResult.ID_ALREADY_FAILED -> 0;
                    case Decision.RefusedByLedger(var stamp, var index, var result) ->
                        throw new IllegalStateException("a hold was refused: " + result);
                    case Decision.RefusedByGuard guard -> throw new IllegalStateException("no guards, and refused");
                    case Decision.Rejected rejected -> throw new IllegalStateException("no guards, and rejected");
                    case Decision.Replayed replayed -> throw new IllegalStateException("no guards, and replayed");
                };
        int known = desk.jdbc()
                .sql("UPDATE customer.hold SET held_minor = ? WHERE id = ? AND held_minor IS NULL")
                .params(held, holdId)
                .update();
        if (known == 1) {
            desk.notices()
                    .record(
                            customer.id(),
                            NoticeKind.PARTLY_FROZEN,
                            Money.of(held, customer.currency()).toDecimal());
        }
    }

    private void release(UUID holdId) {
        UUID pending = TransferIds.of(holdId, 0);
        if (desk.ledger().transfer(pending).isPresent()) {
            desk.ledger().post(Posting.of(Transfer.voiding(TransferIds.of(holdId, 1), pending, holdId)));
        }
    }
}
