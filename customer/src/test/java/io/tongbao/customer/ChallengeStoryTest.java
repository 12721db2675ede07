package io.tongbao.customer;

import static io.tongbao.customer.CustomerStage.applied;
import static io.tongbao.customer.CustomerStage.attempt;
import static io.tongbao.customer.IdentityStoryTest.refusedBy;
import static io.tongbao.customer.RegistrationStoryTest.refused;
import static org.assertj.core.api.Assertions.assertThat;

import io.tongbao.credential.CredentialError;
import io.tongbao.customer.challenge.Challenge;
import io.tongbao.customer.challenge.Challenge.State;
import io.tongbao.customer.challenge.ChallengeGuards;
import io.tongbao.customer.challenge.Challenges;
import io.tongbao.customer.challenge.Need;
import io.tongbao.customer.challenge.ProofFactor;
import io.tongbao.customer.challenge.ProveChallenge;
import io.tongbao.kernel.Currency;
import io.tongbao.kernel.Money;
import io.tongbao.ledger.Decision;
import io.tongbao.ledger.Posting;
import io.tongbao.ledger.Riders;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a payment asks its payer to prove. */
class ChallengeStoryTest {

    private static final long SHOP = 77;

    private final CustomerStage stage = new CustomerStage();
    private final Customer li = stage.customer("李雷");

    @AfterEach
    void stop() {
        stage.close();
    }

    private Challenge open(long minor) {
        return stage.challenges.openPayment(
                new Challenges.PaymentCommand(li.id(), yuan(minor), SHOP, "通宝咖啡 Tongbao Coffee"));
    }

    private static Money yuan(long minor) {
        return Money.of(minor, Currency.CNY);
    }

    private Decision use(Challenge challenge, long minor, long payee) {
        return stage.ledger.post(new Posting(
                3,
                List.of(),
                List.of(ChallengeGuards.payment(challenge.id(), li.id(), yuan(minor), payee)),
                Riders.NONE));
    }

    private Challenge pin(Challenge challenge) {
        return stage.prove.byPin(challenge.id(), li.id(), Pin.of(CustomerStage.PIN), null);
    }

    private UUID sendCode(Challenge challenge) {
        stage.clock.advance(Duration.ofMinutes(2));
        return stage.prove.sendCode(challenge.id(), li.id(), attempt(li.msisdn().e164()));
    }

    @Test
    void theAmountSaysHowMuchProof() {
        assertThat(Need.forPayment(100_000)).isEqualTo(Need.ONE_FACTOR);
        assertThat(Need.forPayment(100_001)).isEqualTo(Need.TWO_KINDS);
        assertThat(Need.forPayment(500_000)).isEqualTo(Need.TWO_KINDS);
        assertThat(Need.forPayment(500_001)).isEqualTo(Need.TWO_KINDS_SIGNED);
    }

    @ParameterizedTest
    @EnumSource(Language.class)
    void thePayerReadsWhatIsApproved(Language language) {
        stage.jdbc
                .sql("UPDATE customer.customer SET language = ?")
                .param(language.tag())
                .update();
        Challenge small = open(99_900);
        assertThat(small.state()).isEqualTo(State.OPEN);
        refusedBy(use(small, 99_900, SHOP), CustomerError.CHALLENGE_OPEN);
        UUID code = sendCode(small);
        assertThat(stage.textsTo(li.msisdn()).getLast())
                .contains("999.00", "Tongbao Coffee", language.choose("切勿告诉任何人", "Never tell anyone"));
        refused(
                () -> stage.prove.byCode(small.id(), li.id(), code, "000000", attempt(li)),
                CredentialError.WRONG_CREDENTIAL);
        Challenge done = stage.prove.byCode(small.id(), li.id(), code, stage.code(li.msisdn()), attempt(li));
        assertThat(done.state()).isEqualTo(State.SATISFIED);
        refusedBy(use(small, 99_901, SHOP), CustomerError.CHALLENGE_MISMATCH);
        refusedBy(use(small, 99_900, SHOP + 1), CustomerError.CHALLENGE_MISMATCH);
        applied(use(small, 99_900, SHOP));
        refusedBy(use(small, 99_900, SHOP), CustomerError.CHALLENGE_USED);
    }

    @Test
    void aCodeForOneThingServesForNothingElse() {
        Challenge one = open(150_000);
        Challenge other = open(150_000);
        UUID code = sendCode(one);
        refused(
                () -> stage.prove.byCode(other.id(), li.id(), code, stage.code(li.msisdn()), attempt(li)),
                CredentialError.WRONG_CREDENTIAL);
        assertThat(stage.prove
                        .byCode(one.id(), li.id(), code, stage.code(li.msisdn()), attempt(li))
                        .proven())
                .containsExactly(ProofFactor.SMS_CODE);
    }

    @Test
    void factorsOfOneKindAreOne() {
        Challenge middle = open(300_000);
        byte[] seed = new byte[32];
        Ed25519PrivateKeyParameters key = new Ed25519PrivateKeyParameters(seed, 0);
        Device device =
                stage.enrolDevice.execute(li.id(), key.generatePublicKey().getEncoded());
        UUID code = sendCode(middle);
        stage.prove.byCode(middle.id(), li.id(), code, stage.code(li.msisdn()), attempt(li));
        refused(
                () -> stage.prove.byDevice(middle.id(), li.id(), device.id(), new byte[64]),
                CustomerError.DEVICE_SIGNATURE_WRONG);
        // A code to the phone and the phone's own key: both are what one has.
        Challenge both = stage.prove.byDevice(middle.id(), li.id(), device.id(), sign(key, middle));
        assertThat(both.proven()).containsExactlyInAnyOrder(ProofFactor.SMS_CODE, ProofFactor.DEVICE_KEY);
        assertThat(both.state()).isEqualTo(State.OPEN);
        assertThat(pin(middle).state()).isEqualTo(State.SATISFIED);

        Challenge large = open(900_000);
        UUID another = sendCode(large);
        stage.prove.byCode(large.id(), li.id(), another, stage.code(li.msisdn()), attempt(li));
        assertThat(pin(large).state()).isEqualTo(State.OPEN);
        // A signature for another amount is none for this one.
        refused(
                () -> stage.prove.byDevice(large.id(), li.id(), device.id(), sign(key, middle)),
                CustomerError.DEVICE_SIGNATURE_WRONG);
        assertThat(stage.prove
                        .byDevice(large.id(), li.id(), device.id(), sign(key, large))
                        .state())
                .isEqualTo(State.SATISFIED);
        Challenge passkey = open(900_000);
        assertThat(stage.prove.byPasskey(passkey.id(), li.id()).state()).isEqualTo(State.SATISFIED);
    }

    @Test
    void itExpiresAndBelongsToItsCustomer() {
        Challenge challenge = open(100);
        Customer han = stage.customer("韩梅梅");
        refused(
                () -> stage.prove.byPin(challenge.id(), han.id(), Pin.of(CustomerStage.PIN), null),
                CustomerError.CHALLENGE_NOT_FOUND);
        refused(() -> stage.prove.byPin(challenge.id(), li.id(), Pin.of("111222"), null), CustomerError.PIN_WRONG);
        pin(challenge);
        stage.clock.advance(Duration.ofMinutes(6));
        refusedBy(use(challenge, 100, SHOP), CustomerError.CHALLENGE_EXPIRED);
        Challenge late = open(100);
        stage.clock.advance(Duration.ofMinutes(6));
        refused(() -> pin(late), CustomerError.CHALLENGE_EXPIRED);
    }

    @Test
    void ofManyThatUseItOneDoes() throws InterruptedException, ExecutionException {
        Challenge challenge = open(100);
        pin(challenge);
        int used = 0;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Decision>> racing = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                racing.add(threads.submit(() -> use(challenge, 100, SHOP)));
            }
            for (Future<Decision> each : racing) {
                used += each.get() instanceof Decision.Applied ? 1 : 0;
            }
        }
        assertThat(used).isEqualTo(1);
    }

    private static byte[] sign(Ed25519PrivateKeyParameters key, Challenge challenge) {
        Ed25519Signer signer = new Ed25519Signer();
        signer.init(true, key);
        byte[] message = ProveChallenge.signed(challenge);
        signer.update(message, 0, message.length);
        return signer.generateSignature();
    }
}
