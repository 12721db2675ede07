package io.tongbao.credential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tongbao.kernel.Refused;
import io.tongbao.vault.KeyPurpose;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;

final class PasswordsTest {

    private static final String GOOD = "vier Enten im Regen";

    private final Fixture fixture = new Fixture();
    private final Passwords passwords = fixture.passwords();

    @Test
    void theRightOneIsRightAndNothingElseIs() {
        passwords.set(fixture.bob, GOOD.toCharArray());
        assertThat(check(GOOD)).isEqualTo(new GuessResult.Right(true));
        assertThat(check("vier Enten im Schnee")).isEqualTo(new GuessResult.Wrong());
        passwords.set(fixture.bob, "fünf Gänse am Fluss".toCharArray());
        assertThat(check(GOOD)).isEqualTo(new GuessResult.Wrong());
        assertThat(check("fu\u0308nf Ga\u0308nse am Fluss"))
                .as("as another keyboard spells it")
                .isEqualTo(new GuessResult.Right(false));
        passwords.remove(fixture.bob);
        assertThat(passwords.isSet(fixture.bob)).isFalse();
        assertThat(check(GOOD)).isEqualTo(new GuessResult.Wrong());
        assertThat(fixture.happened()).contains(SecurityEvent.Kind.PASSWORD_SET, SecurityEvent.Kind.PASSWORD_REMOVED);
    }

    @Test
    void nobodyIsAnsweredLikeSomebody() {
        passwords.set(fixture.bob, GOOD.toCharArray());
        Attempt attempt = Fixture.from("staff:nobody", "203.0.113.1");
        for (int i = 0; i < 5; i++) {
            assertThat(passwords.check(null, GOOD.toCharArray(), attempt)).isEqualTo(new GuessResult.Wrong());
            assertThat(check("wrong " + i)).isEqualTo(new GuessResult.Wrong());
        }
        assertThat(passwords.check(null, GOOD.toCharArray(), attempt)).isEqualTo(check(GOOD));
    }

    @Test
    void whatIsStoredIsSealedAndMadeAnewWhenItsParametersAreOld() {
        passwords.set(fixture.bob, GOOD.toCharArray());
        assertThat(new String(sealed(), StandardCharsets.ISO_8859_1)).doesNotContain("argon2id");
        String old = "$argon2id$v=19$m=64,t=1,p=1$AAAAAAAAAAAAAAAAAAAAAA$" + hashOf(GOOD);
        byte[] resealed = fixture.vault.seal(
                KeyPurpose.SECRET,
                "credential.password:" + fixture.bob.word(),
                old.getBytes(StandardCharsets.US_ASCII));
        JdbcClient.create(fixture.database.dataSource())
                .sql("UPDATE credential.password SET sealed_hash = ?")
                .param(resealed)
                .update();
        assertThat(check(GOOD).isRight()).isTrue();
        assertThat(new String(
                        fixture.vault.open(KeyPurpose.SECRET, "credential.password:" + fixture.bob.word(), sealed()),
                        StandardCharsets.US_ASCII))
                .startsWith("$argon2id$v=19$m=19456,t=2,p=1$");
        assertThat(check(GOOD).isRight()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "short",
                "elevenchars",
                "aaaaaaaaaaaaaaaa",
                "abababababababab",
                "Password2026!",
                "P@ssw0rd1234",
                "qwertyuiop12",
                "1234567890123",
                "abcdefghijklm",
                "Tongbao-2026!",
                "woaini131420",
                "Wangxiulan1990",
                "bob.example12",
            })
    void weakOnesAreRefusedWithTheReasonAndWithoutThePassword(String weak) {
        assertThatThrownBy(() -> passwords.set(
                        fixture.bob, weak.toCharArray(), List.of("bob.example", "Wang Xiulan", "Wangxiulan")))
                .isInstanceOfSatisfying(Refused.class, refused -> {
                    assertThat(refused.code()).isEqualTo(CredentialError.WEAK_PASSWORD);
                    assertThat(refused.detail()).isNotBlank().doesNotContain(weak);
                });
    }

    @Test
    void longOnesAndThoseWithoutSpecialCharactersAreFine() {
        for (String good :
                List.of(GOOD, "correct horse battery staple", "天气很好我们去爬山看日出吧", "x".repeat(60) + "yzabcdef".repeat(8))) {
            assertThatCode(() -> passwords.set(fixture.bob, good.toCharArray())).doesNotThrowAnyException();
        }
        assertThatThrownBy(
                        () -> passwords.set(fixture.bob, "abcdefgh ".repeat(15).toCharArray()))
                .hasMessageContaining("128");
    }

    private GuessResult check(String password) {
        return passwords.check(fixture.bob, password.toCharArray(), Fixture.from("staff:bob", "203.0.113.1"));
    }

    private byte[] sealed() {
        return JdbcClient.create(fixture.database.dataSource())
                .sql("SELECT sealed_hash FROM credential.password")
                .query((row, n) -> row.getBytes(1))
                .single();
    }

    private static String hashOf(String password) {
        var generator = new org.bouncycastle.crypto.generators.Argon2BytesGenerator();
        generator.init(new org.bouncycastle.crypto.params.Argon2Parameters.Builder(
                        org.bouncycastle.crypto.params.Argon2Parameters.ARGON2_id)
                .withVersion(org.bouncycastle.crypto.params.Argon2Parameters.ARGON2_VERSION_13)
                .withMemoryAsKB(64)
                .withIterations(1)
                .withParallelism(1)
                .withSalt(new byte[16])
                .build());
        byte[] hash = new byte[32];
        generator.generateBytes(password.getBytes(StandardCharsets.UTF_8), hash);
        return java.util.Base64.getEncoder().withoutPadding().encodeToString(hash);
    }
}
