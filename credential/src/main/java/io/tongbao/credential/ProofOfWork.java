package io.tongbao.credential;

import io.tongbao.kernel.Refused;
import io.tongbao.vault.KeyPurpose;
import io.tongbao.vault.KeyedDigest;
import io.tongbao.vault.Vault;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.random.RandomGenerator;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * A captcha without pictures and without third parties: find a number so that SHA-256 of {@code challenge.number} begins with
 * enough zero bits. What is asked is signed and not stored; what is handed in serves once, for one purpose, for some minutes.
 * Costs a person a second of waiting and an attacker that second each time. Thread-safe.
 */
public final class ProofOfWork {

    /** How long a challenge may be handed in. */
    public static final Duration VALIDITY = Duration.ofMinutes(10);

    private static final byte FORMAT = 1;
    private static final int NONCE_BYTES = 16;
    private static final int BODY_BYTES = 1 + Short.BYTES + 1 + Long.BYTES + NONCE_BYTES;
    private static final int MOST_BITS = 32;
    private static final int LONGEST_ANSWER = 20;

    private final JdbcClient jdbc;
    private final Vault vault;
    private final InstantSource clock;
    private final RandomGenerator random;

    public ProofOfWork(DataSource database, Vault vault, InstantSource clock, RandomGenerator random) {
        this.jdbc = JdbcClient.create(database);
        this.vault = vault;
        this.clock = clock;
        this.random = random;
    }

    /**
     * What is to be solved.
     *
     * @param challenge 80 characters of base64url
     * @param bits leading zero bits wanted, 1 to 32
     */
    public record Puzzle(String challenge, int bits, Instant expiresAt) {}

    /** Zero bits asked for after so many wrong tries: none at first, then some tenths of a second to some seconds of a phone's time. */
    public static int bitsFor(int suspicion) {
        if (suspicion < 3) {
            return 0;
        }
        return suspicion < 10 ? 14 : suspicion < 30 ? 16 : 18;
    }

    /**
     * @param purpose what it will be handed in with ({@code registration:+86…}, {@code sign-in}); at most 200 characters
     * @param bits 1 to 32
     */
    public Puzzle puzzle(String purpose, int bits) {
        if (bits < 1 || bits > MOST_BITS) {
            throw new IllegalArgumentException("a puzzle wants 1 to 32 zero bits");
        }
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        Instant expires = clock.instant().plus(VALIDITY);
        short version = (short) vault.currentVersion(KeyPurpose.CODE);
        byte[] body = ByteBuffer.allocate(BODY_BYTES)
                .put(FORMAT)
                .putShort(version)
                .put((byte) bits)
                .putLong(expires.getEpochSecond())
                .put(nonce)
                .array();
        byte[] mac = vault.mac(KeyPurpose.CODE, version, message(purpose, body));
        byte[] whole = ByteBuffer.allocate(BODY_BYTES + KeyedDigest.BYTES)
                .put(body)
                .put(mac)
                .array();
        return new Puzzle(
                Base64.getUrlEncoder().withoutPadding().encodeToString(whole),
                bits,
                Instant.ofEpochSecond(expires.getEpochSecond()));
    }

    /**
     * Takes a solved puzzle, once.
     *
     * <p>Errors: {@link CredentialError#PROOF_OF_WORK_REFUSED} when it was not ours, not for this purpose, too easy, too old,
     * not solved or used.
     *
     * @param answer the number, in decimal, at most 20 characters
     */
    public void redeem(String purpose, String challenge, String answer, int bits) {
        byte[] whole = decode(challenge);
        ByteBuffer body = ByteBuffer.wrap(whole, 0, BODY_BYTES);
        byte format = body.get();
        short version = body.getShort();
        int asked = body.get();
        long expires = body.getLong();
        byte[] nonce = new byte[NONCE_BYTES];
        body.get(nonce);
        if (format != FORMAT
                || !isOurs(purpose, whole, version)
                || asked < bits
                || clock.instant().getEpochSecond() > expires
                || answer.length() > LONGEST_ANSWER
                || zeroBits(challenge, answer) < asked
                || spend(nonce, expires) == 0) {
            throw refused();
        }
    }

    /** Solves a puzzle by trying; for clients and tests. */
    public static String solve(Puzzle puzzle) {
        for (long number = 0; ; number++) {
            String answer = Long.toString(number);
            if (zeroBits(puzzle.challenge(), answer) >= puzzle.bits()) {
                return answer;
            }
        }
    }

    /** Forgets what could not be handed in again anyway; for a daily job. Returns the number of rows. */
    public int purge() {
        return jdbc.sql("DELETE FROM credential.spent_work WHERE expires_at < ?")
                .param(Micros.sql(Micros.now(clock)))
                .update();
    }

    private static byte[] decode(String challenge) {
        try {
            byte[] whole = Base64.getUrlDecoder().decode(challenge);
            if (whole.length == BODY_BYTES + KeyedDigest.BYTES) {
                return whole;
            }
        } catch (IllegalArgumentException e) {
            throw refused();
        }
        throw refused();
    }

    private boolean isOurs(String purpose, byte[] whole, int version) {
        ByteBuffer parts = ByteBuffer.wrap(whole);
        byte[] body = new byte[BODY_BYTES];
        byte[] mac = new byte[KeyedDigest.BYTES];
        parts.get(body).get(mac);
        byte[] ours = vault.macIfLoaded(KeyPurpose.CODE, version, message(purpose, body));
        return ours != null && MessageDigest.isEqual(ours, mac);
    }

    private int spend(byte[] nonce, long expires) {
        return jdbc.sql("INSERT INTO credential.spent_work (nonce, expires_at) VALUES (?, ?) ON CONFLICT DO NOTHING")
                .param(nonce)
                .param(Micros.sql(Instant.ofEpochSecond(expires)))
                .update();
    }

    private static int zeroBits(String challenge, String answer) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256")
                    .digest((challenge + "." + answer).getBytes(StandardCharsets.UTF_8));
            int first = ByteBuffer.wrap(hash).getInt();
            return Integer.numberOfLeadingZeros(first);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static byte[] message(String purpose, byte[] body) {
        return Approval.sha256(
                "proof-of-work".getBytes(StandardCharsets.UTF_8), purpose.getBytes(StandardCharsets.UTF_8), body);
    }

    private static Refused refused() {
        return new Refused(CredentialError.PROOF_OF_WORK_REFUSED);
    }
}
