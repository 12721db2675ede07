package io.tongbao.ledger.audit;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/**
 * A signed statement of where all lanes stood, kept outside the database: a chain that is only inside proves nothing
 * against its own administrator. One line of JSON, with exactly one spelling.
 *
 * @param ts when it was taken, microseconds since 1970
 * @param prev SHA-256 of the line before it in its log, in hexadecimal; zeros for the first
 * @param lanes by number
 * @param key Ed25519 public key, base64
 * @param signature Ed25519, base64
 */
public record Checkpoint(long ts, String prev, List<LaneMark> lanes, String key, String signature) {

    /** Longest line that is read. */
    static final int MOST_CHARS = 1 << 20;

    static final String NO_LINE_BEFORE = "0".repeat(2 * JournalHash.HASH_BYTES);

    private static final byte[] DOMAIN = "tongbao-checkpoint-v1".getBytes(StandardCharsets.US_ASCII);
    private static final int MOST_LANES = 4_096;
    private static final int MARK_BYTES = 4 + 8 + 8 + JournalHash.HASH_BYTES;

    /**
     * The last batch of a lane.
     *
     * @param ts of the batch, microseconds since 1970
     * @param hash of the batch in the lane's chain, in hexadecimal
     */
    public record LaneMark(int lane, long seq, long ts, String hash) {}

    public Checkpoint {
        lanes = List.copyOf(lanes);
    }

    static Checkpoint sign(long ts, String prev, List<LaneMark> lanes, CheckpointKey key) {
        byte[] signed = signedBytes(ts, prev, lanes, key.publicKey());
        return new Checkpoint(ts, prev, lanes, key.publicKey(), key.sign(signed));
    }

    private static byte[] signedBytes(long ts, String prev, List<LaneMark> lanes, String key) {
        ByteBuffer b = ByteBuffer.allocate(
                DOMAIN.length + 8 + JournalHash.HASH_BYTES + CheckpointKey.KEY_BYTES + 4 + lanes.size() * MARK_BYTES);
        b.put(DOMAIN).putLong(ts).put(Texts.hash(prev)).put(Texts.bytes(key, CheckpointKey.KEY_BYTES));
        b.putInt(lanes.size());
        for (LaneMark mark : lanes) {
            b.putInt(mark.lane).putLong(mark.seq).putLong(mark.ts).put(Texts.hash(mark.hash));
        }
        return b.array();
    }

    /** Whether this key, base64, signed it. */
    public boolean isSignedBy(String publicKey) {
        if (!publicKey.equals(key)) {
            return false;
        }
        byte[] signed = signedBytes(ts, prev, lanes, key);
        return Ed25519.verify(
                Texts.bytes(signature, CheckpointKey.SIGNATURE_BYTES),
                0,
                Texts.bytes(key, CheckpointKey.KEY_BYTES),
                0,
                signed,
                0,
                signed.length);
    }

    public Optional<LaneMark> lane(int number) {
        return lanes.stream().filter(mark -> mark.lane == number).findFirst();
    }

    /** The line, without its end. */
    public String line() {
        JsonWriter json = new JsonWriter().beginObject();
        json.name("v").number(1).name("ts").number(ts).name("prev").string(prev);
        json.name("lanes").beginArray();
        for (LaneMark mark : lanes) {
            json.beginObject().name("lane").number(mark.lane).name("seq").number(mark.seq);
            json.name("ts").number(mark.ts).name("hash").string(mark.hash).endObject();
        }
        json.endArray().name("key").string(key).name("sig").string(signature);
        return json.endObject().toString();
    }

    /** SHA-256 of the line, in hexadecimal: what the next one refers to. */
    public String lineHash() {
        return Texts.hex(new Sha256().digest(line().getBytes(StandardCharsets.UTF_8)));
    }

    /**
     * Reads a line.
     *
     * @throws IllegalArgumentException when it is not exactly what {@link #line()} writes
     */
    public static Checkpoint parse(String line) {
        JsonReader.Fields fields =
                JsonReader.object(line, MOST_CHARS).only(Set.of("v", "ts", "prev", "lanes", "key", "sig"));
        if (fields.number("v") != 1) {
            throw new IllegalArgumentException("a checkpoint of another version");
        }
        List<LaneMark> lanes = new ArrayList<>();
        for (Object element : fields.list("lanes", MOST_LANES)) {
            JsonReader.Fields mark = JsonReader.Fields.of(element);
            lanes.add(new LaneMark(
                    mark.integer("lane"),
                    mark.number("seq"),
                    mark.number("ts"),
                    Texts.hex(Texts.hash(mark.string("hash")))));
        }
        Checkpoint checkpoint = new Checkpoint(
                fields.number("ts"),
                Texts.hex(Texts.hash(fields.string("prev"))),
                lanes,
                Texts.base64(Texts.bytes(fields.string("key"), CheckpointKey.KEY_BYTES)),
                Texts.base64(Texts.bytes(fields.string("sig"), CheckpointKey.SIGNATURE_BYTES)));
        if (!checkpoint.line().equals(line)) {
            throw new IllegalArgumentException("a checkpoint in another spelling");
        }
        return checkpoint;
    }
}
