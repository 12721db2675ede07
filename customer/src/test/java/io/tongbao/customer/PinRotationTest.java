package io.tongbao.customer;

import static org.assertj.core.api.Assertions.assertThat;

import io.tongbao.kernel.Currency;
import io.tongbao.kernel.ErrorCode;
import io.tongbao.kernel.Ids;
import io.tongbao.kernel.Msisdn;
import io.tongbao.ledger.BatchStamp;
import io.tongbao.ledger.Decision;
import io.tongbao.ledger.Guard;
import io.tongbao.ledger.LedgerNode;
import io.tongbao.ledger.LedgerOptions;
import io.tongbao.ledger.Posting;
import io.tongbao.ledger.Riders;
import io.tongbao.testkit.FakeClock;
import io.tongbao.testkit.TestDatabase;
import io.tongbao.testkit.TestPostgres;
import io.tongbao.vault.KeyPurpose;
import io.tongbao.vault.RotateDataKey;
import io.tongbao.vault.Vault;
import io.tongbao.vault.kek.KekOptions;
import io.tongbao.vault.kek.Keks;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The key that verifies PINs is replaced while two nodes verify; each PIN moves when it is next proven right. */
class PinRotationTest {

    private static final String RIGHT = "135790";
    private static final BatchStamp STAMP = new BatchStamp(1, 1, 1, LocalDate.of(2026, 3, 1));

    private final TestDatabase database = TestPostgres.database("ledger", "vault", "customer");
    private final FakeClock clock = new FakeClock();
    private final JdbcClient jdbc = JdbcClient.create(database.dataSource());
    private final LedgerNode ledger = LedgerNode.start(database.dataSource(), LedgerOptions.defaults("test"), clock);
    private final UUID li = Ids.secure(clock).next();

    @TempDir
    Path keys;

    private Vault one = Vault.inMemory();
    private Vault two = Vault.inMemory();

    @BeforeEach
    void register() {
        one = open();
        two = open();
        Customer registered = new RegisterCustomer(database.dataSource(), new PinKeyring(one), clock)
                .execute(new RegisterCommand(li, new Msisdn("+8613800000001"), "李雷", Currency.CNY, Pin.of(RIGHT)));
        assertThat(registered.id()).isEqualTo(li);
    }

    @AfterEach
    void stop() {
        ledger.close();
        database.close();
    }

    @Test
    void aPinMovesToTheNewKeyWhenItIsProvenRightAndBothNodesVerifyIt() {
        assertApplied(verify(one, RIGHT));
        byte[] made = verifier();
        assertThat(version()).isEqualTo(1);

        assertThat(rotate(RotateDataKey.DELAY)).isEqualTo(2);
        two.refresh();
        clock.advance(RotateDataKey.DELAY);
        one.refresh();
        assertThat(one.currentVersion(KeyPurpose.PIN)).isEqualTo(2);
        assertThat(two.currentVersion(KeyPurpose.PIN)).isEqualTo(1);

        assertRefused(verify(one, "000000"), CustomerError.PIN_WRONG);
        assertThat(version()).as("a wrong PIN proves nothing").isEqualTo(1);
        assertApplied(verify(two, RIGHT));
        assertThat(version()).as("the node that is behind leaves it").isEqualTo(1);
        assertApplied(verify(one, RIGHT));
        assertThat(version()).isEqualTo(2);
        assertThat(verifier()).isNotEqualTo(made);

        assertApplied(verify(two, RIGHT));
        assertThat(version())
                .as("the node that is behind does not take it back")
                .isEqualTo(2);
        assertRefused(verify(one, "000000"), CustomerError.PIN_WRONG);
        assertRefused(verify(two, "000000"), CustomerError.PIN_WRONG);
        assertApplied(verify(one, RIGHT));
        assertThat(PinKeyring.use(database.dataSource()).rowsByVersion()).isEqualTo(Map.of(2, 1L));
    }

    @Test
    void aNodeThatMissedTheKeyCountsNoGuessAndSaysTryAgain() {
        assertThat(rotate(Duration.ZERO)).isEqualTo(2);
        one.refresh();
        assertApplied(verify(one, RIGHT));
        assertThat(version()).isEqualTo(2);
        for (int i = 0; i < PinState.MAX_GUESSES + 1; i++) {
            assertThat(verify(two, RIGHT))
                    .isInstanceOfSatisfying(Decision.Rejected.class, rejected -> assertThat(rejected.code())
                            .isEqualTo(CustomerError.PIN_KEY_MISSING));
        }
        two.refresh();
        assertApplied(verify(two, RIGHT));
    }

    @Test
    void aPinThatWasWipedMeanwhileChangesNothing() {
        Vault old = Vault.inMemory();
        byte[] salt = new byte[PinKeyring.SALT_BYTES];
        PinState state = new PinState(1, salt, new PinKeyring(old).make(1, li, salt, Pin.of(RIGHT)), 2, 0);
        Pin pin = Pin.of(RIGHT);
        PinGuard guard = new PinGuard(new PinKeyring(old.rotatedInMemory(KeyPurpose.PIN)), li, pin);
        Decision applied = new Decision.Applied(STAMP, List.of(), false);
        assertThat(guard.check(state, STAMP)).isEqualTo(Guard.Verdict.PASS);
        assertThat(guard.after(state, applied))
                .satisfies(moved -> assertThat(moved.keyVersion()).isEqualTo(2))
                .satisfies(moved -> assertThat(moved.failed()).isZero());
        pin.close();
        assertThat(guard.after(state, applied))
                .satisfies(kept -> assertThat(kept.keyVersion()).isEqualTo(1))
                .satisfies(kept -> assertThat(kept.verifier()).isSameAs(state.verifier()));
    }

    private int rotate(Duration delay) {
        return new RotateDataKey(database.dataSource(), keks(), clock).execute(KeyPurpose.PIN, delay);
    }

    private Decision verify(Vault node, String pin) {
        return ledger.post(new Posting(
                1, List.of(), List.of(new CustomerGuards(new PinKeyring(node)).pin(li, Pin.of(pin))), Riders.NONE));
    }

    private static void assertApplied(Decision decision) {
        assertThat(decision).isInstanceOf(Decision.Applied.class);
    }

    private static void assertRefused(Decision decision, ErrorCode code) {
        assertThat(decision).isInstanceOfSatisfying(Decision.RefusedByGuard.class, refused -> assertThat(refused.code())
                .isEqualTo(code));
    }

    private int version() {
        return jdbc.sql("SELECT key_version FROM customer.pin")
                .query(Integer.class)
                .single();
    }

    private byte[] verifier() {
        return jdbc.sql("SELECT verifier FROM customer.pin")
                .query((row, n) -> row.getBytes(1))
                .single();
    }

    private Vault open() {
        return Vault.open(database.dataSource(), keks(), clock);
    }

    private Keks keks() {
        return KekOptions.read(keys, Map.of()).open();
    }
}
