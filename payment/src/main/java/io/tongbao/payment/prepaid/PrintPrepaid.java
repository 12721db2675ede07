package io.tongbao.payment.prepaid;

import io.tongbao.kernel.PublicId;
import io.tongbao.kernel.Refused;
import io.tongbao.ledger.AccountFlag;
import io.tongbao.ledger.AccountSpec;
import io.tongbao.ledger.AccountStore;
import io.tongbao.ledger.ChartOfAccounts;
import io.tongbao.staff.Acting;
import io.tongbao.staff.AuditEntry;
import io.tongbao.staff.AuditTrail.Changed;
import io.tongbao.vault.KeyPurpose;
import io.tongbao.vault.KeyedDigest;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Makes the cards of an approved batch: numbers, accounts, secrets. The secrets exist in clear in this call's memory alone; what
 * stays is a keyed hash of each, and one file encrypted for the batch's recipient. A repeat gets the same file, never new secrets.
 *
 * <p>Errors: PREPAID_BATCH_NOT_FOUND, PREPAID_RECIPIENT_INVALID when the certificate has expired since.
 */
public final class PrintPrepaid {

    private static final String INSERT = """
        INSERT INTO payment.prepaid_card (id, batch_id, product_id, serial, lookup_version, lookup, face_minor, currency,
            account_id, state)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 1)\
        """;

    private final PrepaidDesk desk;

    public PrintPrepaid(PrepaidDesk desk) {
        this.desk = desk;
    }

    @SuppressWarnings("ArrayRecordComponent") // read once, never compared
    private record Stored(UUID product, long faceMinor, int count, byte[] recipient, byte @Nullable [] file) {}

    /** The file: CMS in DER; inside lines {@code serial,secret,face_minor,currency} under a header. */
    public byte[] execute(UUID batchId, Acting acting) {
        return desk.trail().change(connection -> {
            Stored batch = lock(batchId);
            String publicId = PublicId.format(PrepaidBatch.PREFIX, batchId);
            byte[] known = batch.file();
            if (known != null) {
                return new Changed<>(known, AuditEntry.of(acting, "prepaid.file_fetched", "prepaid_batch", publicId));
            }
            byte[] file = print(connection, batchId, batch);
            return new Changed<>(
                    file,
                    AuditEntry.of(acting, "prepaid.printed", "prepaid_batch", publicId)
                            .with("cards", Integer.toString(batch.count()))
                            .with("face_minor", Long.toString(batch.faceMinor())));
        });
    }

    private Stored lock(UUID batchId) {
        return desk.jdbc()
                .sql("""
                    SELECT product_id, face_minor, count, recipient, file FROM payment.prepaid_batch
                    WHERE id = ? FOR UPDATE\
                    """)
                .param(batchId)
                .query((row, n) -> new Stored(
                        row.getObject(1, UUID.class), row.getLong(2), row.getInt(3), row.getBytes(4), row.getBytes(5)))
                .optional()
                .orElseThrow(() -> new Refused(PrepaidError.PREPAID_BATCH_NOT_FOUND));
    }

    private byte[] print(Connection connection, UUID batchId, Stored batch) {
        PrepaidProduct product = desk.requireProduct(batch.product());
        Recipient recipient = Recipient.read(batch.recipient(), desk.clock().instant());
        ByteArrayOutputStream plain = new ByteArrayOutputStream(batch.count() * 48 + 64);
        plain.writeBytes("serial,secret,face_minor,currency\r\n".getBytes(StandardCharsets.US_ASCII));
        try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
            long[] accounts = openAccounts(connection, product, batch.count());
            List<Long> serials = desk.jdbc()
                    .sql("SELECT nextval('payment.prepaid_serial') FROM generate_series(1, ?)")
                    .param(batch.count())
                    .query(Long.class)
                    .list();
            for (int i = 0; i < batch.count(); i++) {
                String serial = Serials.of(serials.get(i));
                PrepaidSecret secret = PrepaidSecret.fresh(desk.random());
                KeyedDigest lookup = desk.vault().mac(KeyPurpose.LOOKUP, secret.message(serial));
                insert.setObject(1, desk.ids().next());
                insert.setObject(2, batchId);
                insert.setObject(3, product.id());
                insert.setString(4, serial);
                insert.setInt(5, lookup.version());
                insert.setBytes(6, lookup.digest());
                insert.setLong(7, batch.faceMinor());
                insert.setString(8, product.currency().name());
                insert.setLong(9, accounts[i]);
                insert.addBatch();
                plain.writeBytes(
                        (serial + "," + secret.digits() + "," + batch.faceMinor() + "," + product.currency() + "\r\n")
                                .getBytes(StandardCharsets.US_ASCII));
            }
            insert.executeBatch();
        } catch (SQLException e) {
            throw new IllegalStateException("the batch could not be written", e);
        }
        byte[] clear = plain.toByteArray();
        byte[] file = recipient.encrypt(clear);
        Arrays.fill(clear, (byte) 0);
        desk.jdbc()
                .sql("UPDATE payment.prepaid_batch SET printed_at = ?, file = ? WHERE id = ?")
                .params(desk.now(), file, batchId)
                .update();
        return file;
    }

    private static long[] openAccounts(Connection connection, PrepaidProduct product, int count) throws SQLException {
        long[] ids = AccountStore.nextIds(connection, count);
        List<AccountSpec> specs = new ArrayList<>(count);
        for (long id : ids) {
            specs.add(new AccountSpec(
                    id,
                    product.currency().ledger(),
                    ChartOfAccounts.PREPAID_CARD.code(),
                    Set.of(AccountFlag.HISTORY, AccountFlag.DEBITS_MUST_NOT_EXCEED_CREDITS)));
        }
        AccountStore.open(connection, specs);
        return ids;
    }
}
