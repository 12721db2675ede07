package io.tongbao.credential;

import io.tongbao.kernel.Refused;
import io.tongbao.kernel.RequestError;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/**
 * Argon2id (RFC 9106) in PHC string format. Each hash takes {@link #MEMORY_KIB} of memory, so only as many are made at once
 * as there are processors; whoever waits too long is refused with {@link RequestError#OVERLOADED}.
 */
final class Argon2id {

    // OWASP Password Storage Cheat Sheet: 19 MiB, 2 passes, 1 lane.
    static final int MEMORY_KIB = 19_456;
    static final int PASSES = 2;
    static final int LANES = 1;

    private static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = 32;
    private static final int LONGEST_WAIT_S = 10;
    private static final Pattern PHC = Pattern.compile(
            "\\$argon2id\\$v=19\\$m=([0-9]{1,7}),t=([0-9]{1,3}),p=([0-9]{1,3})\\$([A-Za-z0-9+/]{11,86})\\$([A-Za-z0-9+/]{22,86})");

    private final Semaphore processors =
            new Semaphore(Math.max(1, Runtime.getRuntime().availableProcessors()), true);
    private final RandomGenerator random;

    Argon2id(RandomGenerator random) {
        this.random = random;
    }

    /** {@code $argon2id$v=19$m=19456,t=2,p=1$salt$hash}. */
    String hash(byte[] password) {
        byte[] salt = new byte[SALT_BYTES];
        random.nextBytes(salt);
        byte[] hash = compute(password, salt, MEMORY_KIB, PASSES, LANES, HASH_BYTES);
        Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
        return "$argon2id$v=19$m=" + MEMORY_KIB + ",t=" + PASSES + ",p=" + LANES + "$" + base64.encodeToString(salt)
                + "$" + base64.encodeToString(hash);
    }

    /** In constant time once the hash is computed. */
    boolean matches(byte[] password, String phc) {
        Matcher stored = parse(phc);
        byte[] expected = Base64.getDecoder().decode(stored.group(5));
        byte[] actual = compute(
                password,
                Base64.getDecoder().decode(stored.group(4)),
                Integer.parseInt(stored.group(1)),
                Integer.parseInt(stored.group(2)),
                Integer.parseInt(stored.group(3)),
                expected.length);
        return MessageDigest.isEqual(expected, actual);
    }

    /** Whether it was made with other parameters than those of today. */
    static boolean isOutdated(String phc) {
        Matcher stored = parse(phc);
        return Integer.parseInt(stored.group(1)) != MEMORY_KIB
                || Integer.parseInt(stored.group(2)) != PASSES
                || Integer.parseInt(stored.group(3)) != LANES;
    }

    private static Matcher parse(String phc) {
        Matcher matcher = PHC.matcher(phc);
        if (!matcher.matches()) {
            throw new IllegalStateException("a stored password hash is not in PHC string format");
        }
        return matcher;
    }

    private byte[] compute(byte[] password, byte[] salt, int memoryKib, int passes, int lanes, int bytes) {
        try {
            if (!processors.tryAcquire(LONGEST_WAIT_S, TimeUnit.SECONDS)) {
                throw new Refused(RequestError.OVERLOADED);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Refused(RequestError.OVERLOADED);
        }
        try {
            Argon2BytesGenerator generator = new Argon2BytesGenerator();
            generator.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                    .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                    .withMemoryAsKB(memoryKib)
                    .withIterations(passes)
                    .withParallelism(lanes)
                    .withSalt(salt)
                    .build());
            byte[] hash = new byte[bytes];
            generator.generateBytes(password, hash);
            return hash;
        } finally {
            processors.release();
        }
    }
}
