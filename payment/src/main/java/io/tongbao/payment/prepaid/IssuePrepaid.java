package io.tongbao.payment.prepaid;

import io.tongbao.kernel.PublicId;
import io.tongbao.kernel.Refused;
import io.tongbao.kernel.RequestError;
import io.tongbao.staff.Acting;
import io.tongbao.staff.Permission;
import io.tongbao.staff.ProposalKind;
import java.sql.Connection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.UUID;

/**
 * A proposal of kind {@code prepaid.issue}: so many cards of one face value, their secrets to be encrypted for one recipient. Approval
 * writes the batch; it is printed by {@link PrintPrepaid}, and worth something once {@link ActivatePrepaid} has sold it.
 */
public final class IssuePrepaid implements ProposalKind<IssuePrepaid.Batch> {

    public static final String NAME = "prepaid.issue";

    /** Most cards of one batch. */
    public static final int MOST = 10_000;

    private final PrepaidDesk desk;

    public IssuePrepaid(PrepaidDesk desk) {
        this.desk = desk;
    }

    /**
     * What is proposed.
     *
     * @param recipient certificate in PEM
     * @param id of the batch-to-be, so that approving makes exactly one
     */
    public record Batch(UUID id, UUID product, long faceMinor, int count, String recipient) {}

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Permission toMake() {
        return Permission.PREPAID_ISSUE_PROPOSE;
    }

    @Override
    public Permission toCheck() {
        return Permission.PREPAID_ISSUE_APPROVE;
    }

    @Override
    public Set<String> fields() {
        return Set.of("batch", "product", "face_minor", "count", "recipient");
    }

    @Override
    public SequencedMap<String, String> encode(Batch payload) {
        SequencedMap<String, String> fields = new LinkedHashMap<>();
        fields.put("batch", PublicId.format(PrepaidBatch.PREFIX, payload.id()));
        fields.put("product", PublicId.format(PrepaidProduct.PREFIX, payload.product()));
        fields.put("face_minor", Long.toString(payload.faceMinor()));
        fields.put("count", Integer.toString(payload.count()));
        fields.put("recipient", payload.recipient());
        return fields;
    }

    @Override
    public Batch decode(Map<String, String> fields) {
        return new Batch(
                PublicId.parse(PrepaidBatch.PREFIX, fields.getOrDefault("batch", ""))
                        .orElseThrow(() -> new Refused(RequestError.INVALID_REQUEST, "batch: an id like ppb_…")),
                PublicId.parse(PrepaidProduct.PREFIX, fields.getOrDefault("product", ""))
                        .orElseThrow(() -> new Refused(PrepaidError.PREPAID_PRODUCT_NOT_FOUND)),
                number("face_minor", fields, Long.MAX_VALUE),
                (int) number("count", fields, MOST),
                fields.getOrDefault("recipient", ""));
    }

    private static long number(String name, Map<String, String> fields, long most) {
        String text = fields.getOrDefault(name, "");
        if (text.matches("[1-9][0-9]{0,14}")) {
            long number = Long.parseLong(text);
            if (number <= most) {
                return number;
            }
        }
        throw new Refused(RequestError.INVALID_REQUEST, name + ": 1 to " + most);
    }

    @Override
    public String subject(Batch payload) {
        return "prepaid_product:" + PublicId.format(PrepaidProduct.PREFIX, payload.product());
    }

    @Override
    public Diff look(Connection connection, Batch payload) {
        PrepaidProduct product = desk.requireProduct(payload.product());
        if (!product.open() || !product.faces().contains(payload.faceMinor())) {
            throw new Refused(PrepaidError.PREPAID_FACE_NOT_OFFERED);
        }
        Recipient recipient = Recipient.read(payload.recipient(), desk.clock().instant());
        SequencedMap<String, String> before = new LinkedHashMap<>();
        before.put("cards", "0");
        SequencedMap<String, String> after = new LinkedHashMap<>();
        after.put("cards", Integer.toString(payload.count()));
        after.put("product", product.nameZh() + " / " + product.nameEn());
        after.put("face_minor", Long.toString(payload.faceMinor()));
        after.put("total_minor", Long.toString(Math.multiplyExact(payload.faceMinor(), payload.count())));
        after.put("currency", product.currency().name());
        after.put("recipient", recipient.subject());
        after.put("recipient_sha256", recipient.fingerprint());
        return new Diff("open", before, after);
    }

    @Override
    public void apply(Connection connection, Batch payload, Acting acting) {
        Recipient recipient = Recipient.read(payload.recipient(), desk.clock().instant());
        desk.jdbc()
                .sql("""
                    INSERT INTO payment.prepaid_batch (id, product_id, face_minor, count, recipient, approved_by,
                        created_at)
                    VALUES (?, ?, ?, ?, ?, ?, ?)\
                    """)
                .params(
                        payload.id(),
                        payload.product(),
                        payload.faceMinor(),
                        payload.count(),
                        recipient.der(),
                        acting.actor().text(),
                        desk.now())
                .update();
    }
}
