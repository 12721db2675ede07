package io.tongbao.payment.card;

import io.tongbao.bank.SignUp;
import io.tongbao.customer.CustomerDesk;
import io.tongbao.kernel.Refused;
import io.tongbao.partner.PartnerId;
import io.tongbao.vault.KeyPurpose;
import io.tongbao.vault.KeyedDigest;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The rows of cards, and how their values are sealed. */
final class CardTable {

    private static final String SELECT = """
        SELECT id, customer_id, bank_id, kind, state, position, first_digits, last_digits, expires_on, hint, failure,
               created_at, mode, sealed_number, sealed_holder, sealed_token, code_tries, looks
        FROM payment.card\
        """;

    private final CustomerDesk desk;

    CardTable(CustomerDesk desk) {
        this.desk = desk;
    }

    static String place(UUID card, String field) {
        return "payment.card:" + card + ":" + field;
    }

    static OffsetDateTime sql(Instant at) {
        return at.atOffset(ZoneOffset.UTC);
    }

    OffsetDateTime now() {
        return sql(desk.now());
    }

    Optional<CardRow> find(UUID card) {
        return desk.jdbc()
                .sql(SELECT + " WHERE id = ?")
                .param(card)
                .query((row, n) -> read(row))
                .optional();
    }

    /** The customer's own; CARD_NOT_FOUND for everybody else's. */
    CardRow require(UUID customer, UUID card) {
        return find(card)
                .filter(row -> row.view().customerId().equals(customer))
                .orElseThrow(() -> new Refused(CardError.CARD_NOT_FOUND));
    }

    /** As stored, held until the transaction ends. */
    CardRow lock(UUID card) {
        return desk.jdbc()
                .sql(SELECT + " WHERE id = ? FOR UPDATE")
                .param(card)
                .query((row, n) -> read(row))
                .optional()
                .orElseThrow(() -> new Refused(CardError.CARD_NOT_FOUND));
    }

    Optional<CardRow> byKey(UUID customer, String requestKey) {
        return desk.jdbc()
                .sql(SELECT + " WHERE customer_id = ? AND request_key = ?")
                .param(customer)
                .param(requestKey)
                .query((row, n) -> read(row))
                .optional();
    }

    /** Active cards in order, then those that wait. */
    List<CardRow> of(UUID customer) {
        return desk.jdbc()
                .sql(SELECT + " WHERE customer_id = ? AND state <= 4 ORDER BY state <> 4, position, created_at, id")
                .param(customer)
                .query((row, n) -> read(row))
                .list();
    }

    List<UUID> active(UUID customer) {
        return desk.jdbc()
                .sql("SELECT id FROM payment.card WHERE customer_id = ? AND state = 4 ORDER BY position, id")
                .param(customer)
                .query((row, n) -> row.getObject(1, UUID.class))
                .list();
    }

    /** Cards that somebody has to ask the bank about again. */
    List<UUID> due(int limit) {
        return desk.jdbc()
                .sql("SELECT id FROM payment.card WHERE look_at <= ? ORDER BY look_at LIMIT ?")
                .param(now())
                .param(limit)
                .query((row, n) -> row.getObject(1, UUID.class))
                .list();
    }

    /** Bindings begun since then, whatever became of them. */
    int begun(UUID customer, Instant since) {
        return desk.jdbc()
                .sql("SELECT count(*) FROM payment.card WHERE customer_id = ? AND created_at > ?")
                .param(customer)
                .param(sql(since))
                .query(Integer.class)
                .single();
    }

    /** Other customers who have this card now. Holds off others who ask for the same card until the transaction ends. */
    int holders(CardNumber number, UUID except) {
        List<byte[]> lookups = desk.vault().macs(KeyPurpose.LOOKUP, message(number)).stream()
                .map(KeyedDigest::digest)
                .toList();
        desk.jdbc()
                .sql("SELECT pg_advisory_xact_lock(hashtextextended(encode(?, 'hex'), 4310))")
                .param(lookups.getLast())
                .query((row, n) -> 1)
                .list();
        return desk.jdbc()
                .sql("""
                    SELECT count(DISTINCT customer_id) FROM payment.card
                    WHERE lookup IN (:lookups) AND state BETWEEN 4 AND 5 AND customer_id <> :except\
                    """)
                .param("lookups", lookups)
                .param("except", except)
                .query(Integer.class)
                .single();
    }

    KeyedDigest lookup(CardNumber number) {
        return desk.vault().mac(KeyPurpose.LOOKUP, message(number));
    }

    static byte[] message(CardNumber number) {
        return ("card|" + number.digits()).getBytes(StandardCharsets.UTF_8);
    }

    byte[] seal(UUID card, String field, byte[] plain) {
        return desk.vault().seal(KeyPurpose.CARD, place(card, field), plain);
    }

    byte[] open(UUID card, String field, byte[] sealed) {
        return desk.vault().open(KeyPurpose.CARD, place(card, field), sealed);
    }

    CardNumber number(CardRow row) {
        byte[] sealed = row.sealedNumber();
        if (sealed == null) {
            throw new Refused(CardError.CARD_NOT_ACTIVE);
        }
        return new CardNumber(new String(open(row.view().id(), "number", sealed), StandardCharsets.US_ASCII));
    }

    Holder holder(CardRow row) {
        byte[] sealed = row.sealedHolder();
        if (sealed == null) {
            throw new Refused(CardError.CARD_NOT_WAITING);
        }
        return Holder.decode(open(row.view().id(), "holder", sealed));
    }

    /** Stored; never changes. */
    static int number(SignUp.Mode mode) {
        return switch (mode) {
            case BANK_COUNTER -> 1;
            case PHONE_BANK -> 2;
            case NET_BANK -> 3;
            case BANK_CODE -> 4;
        };
    }

    private static SignUp.Mode mode(int number) {
        return switch (number) {
            case 1 -> SignUp.Mode.BANK_COUNTER;
            case 2 -> SignUp.Mode.PHONE_BANK;
            case 3 -> SignUp.Mode.NET_BANK;
            case 4 -> SignUp.Mode.BANK_CODE;
            default -> throw new IllegalArgumentException("way to sign up " + number);
        };
    }

    private static CardRow read(ResultSet row) throws SQLException {
        Instant created = row.getObject(12, OffsetDateTime.class).toInstant();
        BoundCard view = new BoundCard(
                row.getObject(1, UUID.class),
                row.getObject(2, UUID.class),
                new PartnerId(row.getString(3)),
                CardKind.of(row.getInt(4)),
                CardState.of(row.getInt(5)),
                row.getInt(6),
                CardNumber.masked(row.getString(7), row.getString(8)),
                row.getObject(9, LocalDate.class),
                row.getString(10),
                row.getString(11),
                created);
        return new CardRow(
                view,
                mode(row.getInt(13)),
                created,
                row.getBytes(14),
                row.getBytes(15),
                row.getBytes(16),
                row.getInt(17),
                row.getInt(18));
    }
}
