package io.tongbao.bank.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tongbao.bank.http.wire.BadSeal;
import io.tongbao.bank.http.wire.KeyFile;
import io.tongbao.bank.http.wire.Seal;
import io.tongbao.bank.http.wire.SealAlgorithm;
import io.tongbao.testkit.FakeClock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class SealTest {

    private static final byte[] BODY = "{\"id\":1}".getBytes(StandardCharsets.UTF_8);

    @TempDir
    Path keys;

    private final FakeClock clock = new FakeClock();

    @ParameterizedTest
    @EnumSource(SealAlgorithm.class)
    void whatIsSealedIsBelievedOnceAndOnlyAsItWas(SealAlgorithm algorithm) throws BadSeal {
        TestKeys.copyTo(keys, algorithm);
        Seal platform = new Seal(TestKeys.ofPlatform(keys, algorithm), clock, new SecureRandom());
        Seal bank = new Seal(TestKeys.ofBank(keys, algorithm), clock, new SecureRandom());
        Map<String, String> headers = platform.sealRequest("POST", "/v1/debit", BODY);
        refused(() -> bank.checkRequest("PUT", "/v1/debit", headers, BODY));
        refused(() -> bank.checkRequest("POST", "/v1/credit", headers, BODY));
        refused(() -> bank.checkRequest("POST", "/v1/debit", headers, new byte[] {1}));
        headers.keySet().forEach(name -> {
            refused(() -> bank.checkRequest("POST", "/v1/debit", with(headers, name, "1"), BODY));
            Map<String, String> without = new HashMap<>(headers);
            without.remove(name);
            refused(() -> bank.checkRequest("POST", "/v1/debit", without, BODY));
        });
        String nonce = bank.checkRequest("POST", "/v1/debit", headers, BODY);
        assertThat(nonce).isEqualTo(headers.get(Seal.NONCE));
        assertThatThrownBy(() -> bank.checkRequest("POST", "/v1/debit", headers, BODY))
                .isInstanceOf(BadSeal.class)
                .hasMessage("played again");

        Map<String, String> answer = bank.sealAnswer(200, nonce, BODY);
        platform.checkAnswer(200, nonce, answer, BODY);
        refused(() -> platform.checkAnswer(200, "0".repeat(32), answer, BODY));
        refused(() -> platform.checkAnswer(201, nonce, answer, BODY));
        refused(() -> platform.checkAnswer(200, nonce, platform.sealAnswer(200, nonce, BODY), BODY));
    }

    @Test
    void aMessageOfAnotherTimeIsNobodys() throws BadSeal {
        TestKeys.copyTo(keys, SealAlgorithm.SM2);
        Seal platform = new Seal(TestKeys.ofPlatform(keys, SealAlgorithm.SM2), clock, new SecureRandom());
        FakeClock ahead = new FakeClock(FakeClock.START.plus(TestKeys.WINDOW));
        Seal bank = new Seal(TestKeys.ofBank(keys, SealAlgorithm.SM2), ahead, new SecureRandom());
        Map<String, String> headers = platform.sealRequest("POST", "/v1/debit", BODY);
        bank.checkRequest("POST", "/v1/debit", headers, BODY);
        ahead.advance(Duration.ofMillis(1));
        refused(() -> bank.checkRequest("POST", "/v1/debit", platform.sealRequest("POST", "/v1/debit", BODY), BODY));
        // The nonce is remembered as long as its message could be believed, and no message outlives its nonce.
        ahead.set(FakeClock.START.minus(TestKeys.WINDOW));
        refused(() -> bank.checkRequest("POST", "/v1/debit", headers, BODY));
    }

    @Test
    void keysThatAreNoneAreRefusedByTheirFilesName() throws Exception {
        TestKeys.copyTo(keys, SealAlgorithm.RSA);
        TestKeys.copyTo(keys, SealAlgorithm.SM2);
        Files.writeString(keys.resolve("empty.pem"), "");
        for (String file : new String[] {"missing.pem", "empty.pem", "rsa-bank.pub.pem", "sm2-bank.pem"}) {
            assertThatThrownBy(() -> KeyFile.readPrivate(keys.resolve(file), SealAlgorithm.RSA))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(file);
        }
    }

    private static Map<String, String> with(Map<String, String> headers, String name, String value) {
        Map<String, String> changed = new HashMap<>(headers);
        changed.put(name, value);
        return changed;
    }

    private static void refused(ThrowingCallable check) {
        assertThatThrownBy(check).isInstanceOf(BadSeal.class);
    }
}
