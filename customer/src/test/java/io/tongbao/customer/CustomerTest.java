package io.tongbao.customer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tongbao.kernel.Currency;
import io.tongbao.kernel.ErrorCode;
import io.tongbao.kernel.Ids;
import io.tongbao.kernel.Msisdn;
import io.tongbao.kernel.Refused;
import io.tongbao.testkit.FakeClock;
import io.tongbao.testkit.TestDatabase;
import io.tongbao.testkit.TestPostgres;
import io.tongbao.vault.Vault;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

class CustomerTest {

    private final TestDatabase database = TestPostgres.database("ledger", "customer");
    private final FakeClock clock = new FakeClock();
    private final Ids ids = Ids.secure(clock);
    private final Customers customers = new Customers(database.dataSource());
    private final RegisterCustomer register =
            new RegisterCustomer(database.dataSource(), new PinKeyring(Vault.inMemory()), clock);
    private final JdbcClient jdbc = JdbcClient.create(database.dataSource());

    @AfterEach
    void stop() {
        database.close();
    }

    private RegisterCommand command(UUID id, long number, String name) {
        return new RegisterCommand(id, new Msisdn("+86" + number), name, Currency.CNY, Pin.of("135790"));
    }

    @Test
    void aRepeatIsAnsweredWithTheSameCustomer() {
        UUID id = ids.next();
        Customer li = register.execute(command(id, 13_800_000_001L, "李雷"));
        assertThat(register.execute(command(id, 13_800_000_001L, "李雷"))).isEqualTo(li);
        assertThat(customers.find(id)).contains(li);
        assertThat(customers.byMsisdn(li.msisdn())).contains(li);
        assertThat(customers.facts(li.msisdn())).contains(li.facts());
        assertThat(customers.facts(id)).contains(li.facts());
        refused(() -> register.execute(command(id, 13_800_000_001L, "韩梅梅")), CustomerError.CUSTOMER_ID_REUSED);
        refused(
                () -> register.execute(command(ids.next(), 13_800_000_001L, "李雷")),
                CustomerError.MSISDN_ALREADY_REGISTERED);
        assertThat(jdbc.sql("SELECT count(*) FROM ledger.account")
                        .query(Long.class)
                        .single())
                .isEqualTo(1);
    }

    @Test
    void manyAreRegisteredAtOnce() {
        List<RegisterCommand> commands = new ArrayList<>();
        for (int i = 0; i < 12_000; i++) {
            commands.add(command(ids.next(), 13_900_000_000L + i, "customer " + i));
        }
        List<Customer> registered = register.registerAll(commands);
        assertThat(registered).hasSize(12_000);
        assertThat(registered.get(11_999).id()).isEqualTo(commands.get(11_999).id());
        assertThat(register.registerAll(commands.subList(9_990, 10_010))).isEqualTo(registered.subList(9_990, 10_010));
        assertThat(jdbc.sql("SELECT count(*) FROM customer.pin")
                        .query(Long.class)
                        .single())
                .isEqualTo(12_000);
    }

    @Test
    void aDeviceIsEnrolledWithAValidKeyAndRevoked() {
        Customer li = register.execute(command(ids.next(), 13_800_000_001L, "李雷"));
        EnrolDevice enrol = new EnrolDevice(database.dataSource(), customers, ids, clock);
        byte[] key = HexFormat.of().parseHex("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");
        Device device = enrol.execute(li.id(), key);
        Devices devices = new Devices(database.dataSource());
        assertThat(devices.find(device.id()).orElseThrow().publicKey()).isEqualTo(key);
        assertThat(devices.ofCustomer(li.id())).hasSize(1);
        assertThat(devices.revoke(li.id(), device.id())).isTrue();
        assertThat(devices.find(device.id()).orElseThrow().active()).isFalse();
        refused(() -> enrol.execute(li.id(), new byte[31]), CustomerError.INVALID_DEVICE_KEY);
        refused(() -> enrol.execute(li.id(), new byte[32]), CustomerError.INVALID_DEVICE_KEY);
        refused(() -> enrol.execute(ids.next(), key), CustomerError.CUSTOMER_NOT_FOUND);
    }

    @Test
    void aClosedCustomerStaysClosed() {
        Customer li = register.execute(command(ids.next(), 13_800_000_001L, "李雷"));
        FreezeCustomer freeze = new FreezeCustomer(database.dataSource(), customers);
        assertThat(freeze.freeze(li.id()).status()).isEqualTo(CustomerStatus.FROZEN);
        assertThat(freeze.unfreeze(li.id()).status()).isEqualTo(CustomerStatus.ACTIVE);
        assertThat(freeze.close(li.id()).status()).isEqualTo(CustomerStatus.CLOSED);
        assertThat(freeze.close(li.id()).status()).isEqualTo(CustomerStatus.CLOSED);
        refused(() -> freeze.unfreeze(li.id()), CustomerError.CUSTOMER_CLOSED);
        refused(() -> freeze.freeze(ids.next()), CustomerError.CUSTOMER_NOT_FOUND);
    }

    @Test
    void secretsAndNamesDoNotPrint() {
        RegisterCommand command = command(ids.next(), 13_800_000_001L, "李雷");
        assertThat(command.toString()).doesNotContain("李雷", "135790", "13800000001");
        assertThat(Pin.of("135790").toString()).doesNotContain("135790");
        assertThat(register.execute(command).toString()).doesNotContain("李雷", "13800000001");
    }

    @Test
    void strangersSeeAMaskedName() {
        assertThat(PayeeName.of("张三").masked()).isEqualTo("*三");
        assertThat(PayeeName.of("欧阳娜娜").masked()).isEqualTo("***娜");
        assertThat(PayeeName.of("Ann Lee").masked()).isEqualTo("A** Lee");
        assertThat(PayeeName.of("X").masked()).isEqualTo("*");
        assertThat(PayeeName.of("Ann Lee").matches("ann lee")).isTrue();
        assertThat(PayeeName.of("Ann Lee").matches("B** Lee")).isFalse();
        refused(() -> command(ids.next(), 13_800_000_001L, " "), CustomerError.INVALID_CUSTOMER_NAME);
    }

    private static void refused(ThrowingCallable call, ErrorCode code) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(Refused.class, e -> assertThat(e.code()).isEqualTo(code));
    }
}
