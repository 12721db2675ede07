package io.tongbao.customer.identity;

import io.tongbao.customer.CustomerDesk;
import io.tongbao.customer.PayeeName;
import io.tongbao.customer.tier.CheckKind;
import io.tongbao.customer.tier.PassedCheck;
import io.tongbao.vault.KeyPurpose;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** A customer's claim, opened. Never leaves the module but masked, or as a reveal that the caller records. */
public record IdentityFile(
        UUID customerId, String name, IdentityDocument document, boolean verified, boolean classThree) {

    /** Of those characters of a number that others may see. */
    private static final int SHOWN = 4;

    public static Optional<IdentityFile> find(CustomerDesk desk, UUID customerId) {
        return desk.jdbc()
                .sql("""
                        SELECT sealed_name, sealed_number, expires_on, verified_at IS NOT NULL, class_three IS NOT NULL
                        FROM customer.identity WHERE customer_id = ? AND sealed_number IS NOT NULL""")
                .param(customerId)
                .query((row, n) -> new IdentityFile(
                        customerId,
                        open(desk, customerId, "name", row.getBytes(1)),
                        IdentityDocument.of(
                                open(desk, customerId, "number", row.getBytes(2)), row.getObject(3, LocalDate.class)),
                        row.getBoolean(4),
                        row.getBoolean(5)))
                .optional();
    }

    static String place(UUID customerId, String field) {
        return "customer.identity:" + customerId + ":" + field;
    }

    private static String open(CustomerDesk desk, UUID customerId, String field, byte[] sealed) {
        return new String(
                desk.vault().open(KeyPurpose.IDENTITY, place(customerId, field), sealed), StandardCharsets.UTF_8);
    }

    /** The checks that stand, of the present claim. */
    static List<PassedCheck> passed(CustomerDesk desk, UUID customerId) {
        return desk.jdbc()
                .sql("SELECT kind, source FROM customer.identity_check WHERE customer_id = ? AND state = 2 ORDER BY id")
                .param(customerId)
                .query((row, n) -> new PassedCheck(CheckKind.valueOf(row.getString(1)), row.getString(2)))
                .list();
    }

    public String maskedName() {
        return PayeeName.of(name).masked();
    }

    /** Only its end: {@code **************1234}. */
    public String maskedNumber() {
        String number = document.number();
        int hidden = Math.max(0, number.length() - SHOWN);
        return "*".repeat(hidden) + number.substring(hidden);
    }

    @Override
    public String toString() {
        return "IdentityFile[" + customerId + "]";
    }
}
