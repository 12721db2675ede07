package io.tongbao.ledger.audit;

import io.tongbao.ledger.Transfer;
import io.tongbao.ledger.TransferKind;
import io.tongbao.ledger.posting.AppliedTransfer;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Proof that a transfer stands in the journal: its way up its batch's Merkle tree, the batch's content, the digests of the
 * batches after it up to one that an exported checkpoint names, and that checkpoint. Whoever has the public key can
 * verify it without the database.
 *
 * @param transfer as the journal holds it
 * @param path from its leaf to the batch's root
 * @param batch that holds it
 * @param following digests of the bodies of the lane's next batches, in order, hexadecimal
 * @param checkpoint that names the last of them, or the batch itself
 */
public record InclusionProof(
        AppliedTransfer transfer, List<Step> path, BatchBody batch, List<String> following, Checkpoint checkpoint) {

    /** Longest text that is read; a minute of a busy lane is some thousand batches of 67 characters. */
    public static final int MOST_CHARS = 16 << 20;

    private static final int MOST_FOLLOWING = 240_000;
    private static final int MOST_STEPS = 32;

    /**
     * A sibling on the way up.
     *
     * @param hash hexadecimal
     * @param left whether it stands to the left
     */
    public record Step(String hash, boolean left) {}

    /**
     * A batch without its root, which the path leads to.
     *
     * @param ts microseconds since 1970
     * @param count transfers in it
     * @param amountSum of them, minor units
     * @param prevHash hash of the batch before it, hexadecimal
     */
    public record BatchBody(int lane, long seq, long ts, int count, BigInteger amountSum, String prevHash) {}

    public InclusionProof {
        path = List.copyOf(path);
        following = List.copyOf(following);
    }

    /**
     * Whether all of it fits together and the checkpoint is signed by this key.
     *
     * @param publicKey base64, from whoever runs the ledger, not from the proof
     */
    public boolean verify(String publicKey) {
        JournalHash hashes = new JournalHash();
        if (!pathFits()) {
            return false;
        }
        byte[] root = MerkleTree.climb(
                hashes.leaf(transfer),
                path.stream()
                        .map(step -> new MerkleTree.Step(Texts.hash(step.hash), step.left))
                        .toList());
        byte[] body = hashes.body(batch.lane, batch.seq, batch.ts, batch.count, batch.amountSum, root);
        byte[] hash = hashes.link(Texts.hash(batch.prevHash), body);
        for (String digest : following) {
            hash = hashes.link(hash, Texts.hash(digest));
        }
        Checkpoint.LaneMark mark = checkpoint.lane(batch.lane).orElse(null);
        return mark != null
                && mark.seq() == batch.seq + following.size()
                && Arrays.equals(Texts.hash(mark.hash()), hash)
                && checkpoint.isSignedBy(publicKey);
    }

    /** The path must be that of this place in a tree of this size: no other tree can be passed off as this one. */
    private boolean pathFits() {
        int at = transfer.ordinal();
        int n = batch.count;
        if (at < 0 || at >= n) {
            return false;
        }
        int used = 0;
        while (n > 1) {
            boolean isRight = (at & 1) == 1;
            if (isRight || at + 1 < n) {
                if (used == path.size() || path.get(used).left != isRight) {
                    return false;
                }
                used++;
            }
            at /= 2;
            n = (n + 1) / 2;
        }
        return used == path.size();
    }

    /** As JSON. */
    public String json() {
        Transfer t = transfer.transfer();
        JsonWriter json = new JsonWriter().beginObject().name("v").number(1);
        json.name("transfer").beginObject();
        json.name("id").string(t.id().toString()).name("kind").string(t.kind().name());
        json.name("flags").number(t.flags());
        json.name("debitId").number(t.debitId()).name("creditId").number(t.creditId());
        json.name("amount").number(t.amount());
        optional(json, "pendingId", t.pendingId());
        json.name("ledger").number(t.ledger()).name("code").number(t.code());
        json.name("timeoutSeconds").number(t.timeoutSeconds());
        optional(json, "userRef", t.userRef());
        json.name("requestHash").string(transfer.requestHash().toString());
        optional(json, "linkGroup", transfer.linkGroup());
        json.name("ordinal").number(transfer.ordinal()).name("ts").number(transfer.ts());
        json.endObject().name("path").beginArray();
        for (Step step : path) {
            json.beginObject().name("hash").string(step.hash).name("left").bool(step.left);
            json.endObject();
        }
        json.endArray().name("batch").beginObject();
        json.name("lane")
                .number(batch.lane)
                .name("seq")
                .number(batch.seq)
                .name("ts")
                .number(batch.ts);
        json.name("count").number(batch.count);
        json.name("amountSum").string(batch.amountSum.toString());
        json.name("prevHash").string(batch.prevHash).endObject();
        json.name("following").beginArray();
        following.forEach(json::string);
        json.endArray().name("checkpoint").string(checkpoint.line());
        return json.endObject().toString();
    }

    private static void optional(JsonWriter json, String name, @Nullable UUID id) {
        if (id != null) {
            json.name(name).string(id.toString());
        }
    }

    /**
     * Reads what {@link #json()} writes.
     *
     * @throws IllegalArgumentException when it is anything else, or too long
     */
    public static InclusionProof parse(String text) {
        JsonReader.Fields fields = JsonReader.object(text, MOST_CHARS)
                .only(Set.of("v", "transfer", "path", "batch", "following", "checkpoint"));
        if (fields.number("v") != 1) {
            throw new IllegalArgumentException("a proof of another version");
        }
        List<Step> path = new ArrayList<>();
        for (Object element : fields.list("path", MOST_STEPS)) {
            JsonReader.Fields step = JsonReader.Fields.of(element).only(Set.of("hash", "left"));
            path.add(new Step(hash(step.string("hash")), step.bool("left")));
        }
        List<String> following = new ArrayList<>();
        for (Object element : fields.list("following", MOST_FOLLOWING)) {
            if (!(element instanceof String digest)) {
                throw new IllegalArgumentException("following must hold strings");
            }
            following.add(hash(digest));
        }
        JsonReader.Fields batch =
                fields.object("batch").only(Set.of("lane", "seq", "ts", "count", "amountSum", "prevHash"));
        BatchBody body = new BatchBody(
                batch.integer("lane"),
                batch.number("seq"),
                batch.number("ts"),
                batch.integer("count"),
                Texts.whole(batch.string("amountSum")),
                hash(batch.string("prevHash")));
        return new InclusionProof(
                transfer(fields.object("transfer")),
                path,
                body,
                following,
                Checkpoint.parse(fields.string("checkpoint")));
    }

    private static AppliedTransfer transfer(JsonReader.Fields fields) {
        fields.only(Set.of(
                "id",
                "kind",
                "flags",
                "debitId",
                "creditId",
                "amount",
                "pendingId",
                "ledger",
                "code",
                "timeoutSeconds",
                "userRef",
                "requestHash",
                "linkGroup",
                "ordinal",
                "ts"));
        int flags = fields.integer("flags");
        if (flags != (short) flags) {
            throw new IllegalArgumentException("flags are out of range");
        }
        Transfer transfer = new Transfer(
                Texts.uuid(fields.string("id")),
                TransferKind.valueOf(fields.string("kind")),
                flags,
                fields.number("debitId"),
                fields.number("creditId"),
                fields.number("amount"),
                uuid(fields, "pendingId"),
                fields.integer("ledger"),
                fields.integer("code"),
                fields.integer("timeoutSeconds"),
                uuid(fields, "userRef"));
        return new AppliedTransfer(
                transfer,
                Texts.uuid(fields.string("requestHash")),
                uuid(fields, "linkGroup"),
                fields.integer("ordinal"),
                fields.number("ts"));
    }

    private static @Nullable UUID uuid(JsonReader.Fields fields, String name) {
        String text = fields.optionalString(name);
        return text == null ? null : Texts.uuid(text);
    }

    private static String hash(String hex) {
        return Texts.hex(Texts.hash(hex));
    }
}
