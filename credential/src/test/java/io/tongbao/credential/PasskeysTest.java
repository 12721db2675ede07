package io.tongbao.credential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tongbao.credential.Passkeys.AssertionOptions;
import io.tongbao.kernel.Currency;
import io.tongbao.kernel.Money;
import io.tongbao.kernel.Refused;
import io.tongbao.testkit.SeededRandom;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Against an authenticator of our own; the real browser is tried in {@code web}. */
final class PasskeysTest {

    private static final byte[] TEA = new Approval("payment", Money.of(1_230, Currency.CNY), "茶馆", "pay_1").digest();
    private static final byte[] TEA_DEAR =
            new Approval("payment", Money.of(123_000, Currency.CNY), "茶馆", "pay_1").digest();
    private static final byte[] ELSEWHERE =
            new Approval("payment", Money.of(1_230, Currency.CNY), "茶館", "pay_1").digest();

    private final Fixture fixture = new Fixture();
    private final Passkeys passkeys = new Passkeys(
            fixture.database.dataSource(),
            new RelyingParty("pay.example", "Tongbao", Set.of("https://pay.example")),
            fixture.clock,
            fixture.ids,
            fixture.random,
            fixture.events::add);
    private final SoftAuthenticator phone;

    PasskeysTest() throws GeneralSecurityException {
        phone = new SoftAuthenticator();
    }

    @Test
    void aPasskeyIsRegisteredAndSignsIn() throws Exception {
        Passkey registered = register();
        assertThat(passkeys.list(fixture.alice)).singleElement().satisfies(listed -> {
            assertThat(listed.id()).isEqualTo(registered.id());
            assertThat(listed.label()).isEqualTo("手机");
            assertThat(listed.transports()).containsExactly("internal");
            assertThat(listed.lastUsedAt()).isNull();
        });
        PasskeyAnswer.Assertion answer = phone.get(passkeys.signIn(null));
        assertThat(passkeys.signedIn(answer).subject()).isEqualTo(fixture.alice);
        refused(() -> passkeys.signedIn(answer));
        assertThat(passkeys.list(fixture.alice).getFirst().lastUsedAt()).isNotNull();
        AssertionOptions named = passkeys.signIn(fixture.alice);
        assertThat(named.allowed()).hasSize(1);
        assertThat(passkeys.signedIn(phone.get(named)).id()).isEqualTo(registered.id());
    }

    @Test
    void anApprovalIsForThatAmountAndPayeeOnly() throws Exception {
        register();
        AssertionOptions options = passkeys.approval(fixture.alice, TEA);
        assertThat(passkeys.approved(fixture.alice, TEA, phone.get(options)).subject())
                .isEqualTo(fixture.alice);
        for (byte[] other : new byte[][] {TEA_DEAR, ELSEWHERE, new byte[0]}) {
            PasskeyAnswer.Assertion signed = phone.get(passkeys.approval(fixture.alice, TEA));
            refused(() -> passkeys.approved(fixture.alice, other, signed));
        }
        PasskeyAnswer.Assertion signIn = phone.get(passkeys.signIn(fixture.alice));
        refused(() -> passkeys.approved(fixture.alice, TEA, signIn));
        PasskeyAnswer.Assertion anothers = phone.get(passkeys.approval(fixture.bob, TEA));
        refused(() -> passkeys.approved(fixture.bob, TEA, anothers));
    }

    @Test
    void liesAreRefused() throws Exception {
        register();
        phone.origin = "https://pay.example.evil";
        PasskeyAnswer.Assertion fromElsewhere = phone.get(passkeys.signIn(null));
        refused(() -> passkeys.signedIn(fromElsewhere));
        phone.origin = "https://pay.example";
        phone.rpId = "evil";
        PasskeyAnswer.Assertion forAnother = phone.get(passkeys.signIn(null));
        refused(() -> passkeys.signedIn(forAnother));
        phone.rpId = "pay.example";
        phone.verifiesUser = false;
        PasskeyAnswer.Assertion unverified = phone.get(passkeys.signIn(null));
        refused(() -> passkeys.signedIn(unverified));
        phone.verifiesUser = true;
        AssertionOptions old = passkeys.signIn(null);
        fixture.clock.advance(Duration.ofMinutes(6));
        PasskeyAnswer.Assertion late = phone.get(old);
        refused(() -> passkeys.signedIn(late));
        assertThat(passkeys.purge()).as("the one nobody could end").isEqualTo(1);
    }

    @Test
    void aCounterThatGoesBackIsACopyAndItsOwnerIsTold() throws Exception {
        register();
        phone.counter = 10;
        passkeys.signedIn(phone.get(passkeys.signIn(null)));
        phone.counter = 4;
        PasskeyAnswer.Assertion copy = phone.get(passkeys.signIn(null));
        refused(() -> passkeys.signedIn(copy));
        assertThat(fixture.happened()).contains(SecurityEvent.Kind.PASSKEY_COPIED);
    }

    @Test
    void theOwnerRenamesAndRemoves() throws Exception {
        Passkey passkey = register();
        assertThatThrownBy(() -> passkeys.register(fixture.bob, phone.create(passkeys.registration(fixture.bob)), "x"))
                .hasMessage("passkey_already_registered");
        assertThatThrownBy(() -> passkeys.rename(fixture.bob, passkey.id(), "x"))
                .hasMessage("passkey_not_found");
        assertThatThrownBy(() -> passkeys.rename(fixture.alice, passkey.id(), "x\n"))
                .hasMessage("invalid_label");
        passkeys.rename(fixture.alice, passkey.id(), "旧手机");
        assertThat(passkeys.list(fixture.alice).getFirst().label()).isEqualTo("旧手机");
        assertThatThrownBy(() -> passkeys.remove(fixture.bob, passkey.id())).hasMessage("passkey_not_found");
        passkeys.remove(fixture.alice, passkey.id());
        PasskeyAnswer.Assertion gone = phone.get(passkeys.signIn(null));
        refused(() -> passkeys.signedIn(gone));
        assertThat(fixture.happened())
                .contains(
                        SecurityEvent.Kind.PASSKEY_ADDED,
                        SecurityEvent.Kind.PASSKEY_RENAMED,
                        SecurityEvent.Kind.PASSKEY_REMOVED);
    }

    @Test
    void rubbishIsRefused() throws Exception {
        register();
        byte[] rubbish = {1, 2, 3};
        refused(() -> passkeys.register(
                fixture.alice,
                new PasskeyAnswer.Registration(
                        passkeys.registration(fixture.alice).ceremony(), rubbish, rubbish, Set.of()),
                "x"));
        refused(() -> passkeys.signedIn(new PasskeyAnswer.Assertion(
                passkeys.signIn(fixture.alice).ceremony(),
                phone.credentialId,
                rubbish,
                rubbish,
                rubbish,
                new byte[0])));
    }

    @Test
    void everyFlippedBitIsRefused() throws Exception {
        register();
        SeededRandom random = SeededRandom.orElse(11);
        for (int i = 0; i < 60; i++) {
            PasskeyAnswer.Assertion good = phone.get(passkeys.signIn(fixture.alice));
            byte[][] parts = {
                good.clientDataJson().clone(),
                good.authenticatorData().clone(),
                good.signature().clone(),
                good.credentialId().clone()
            };
            byte[] part = parts[i % parts.length];
            part[random.nextInt(part.length)] ^= (byte) (1 << random.nextInt(8));
            refused(() -> passkeys.signedIn(new PasskeyAnswer.Assertion(
                    good.ceremony(), parts[3], parts[0], parts[1], parts[2], good.userHandle())));
            SoftAuthenticator other = new SoftAuthenticator();
            PasskeyAnswer.Registration made = other.create(passkeys.registration(fixture.bob));
            byte[] object = made.attestationObject().clone();
            object[random.nextInt(object.length)] ^= (byte) (1 << random.nextInt(8));
            // Without attestation nobody vouches for these bytes: another key or counter is as good, all else is
            // refused.
            try {
                passkeys.remove(
                        fixture.bob,
                        passkeys.register(
                                        fixture.bob,
                                        new PasskeyAnswer.Registration(
                                                made.ceremony(), made.clientDataJson(), object, Set.of()),
                                        "x")
                                .id());
            } catch (Refused e) {
                assertThat(e.code()).isIn(CredentialError.PASSKEY_REFUSED, CredentialError.PASSKEY_ALREADY_REGISTERED);
            }
        }
    }

    private Passkey register() throws GeneralSecurityException {
        return passkeys.register(fixture.alice, phone.create(passkeys.registration(fixture.alice)), "手机");
    }

    private static void refused(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        assertThatThrownBy(call).hasMessageStartingWith("passkey_refused");
    }
}
