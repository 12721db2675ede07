package io.tongbao.bench.desk;

import io.tongbao.customer.CustomerGuards;
import io.tongbao.customer.Customers;
import io.tongbao.customer.EnrolDevice;
import io.tongbao.customer.PinKeyring;
import io.tongbao.customer.RegisterCustomer;
import io.tongbao.kernel.Ids;
import io.tongbao.kernel.Mode;
import io.tongbao.ledger.LedgerNode;
import io.tongbao.ledger.LedgerOptions;
import io.tongbao.merchant.IssueApiKey;
import io.tongbao.merchant.RegisterProvider;
import io.tongbao.merchant.webhook.WebhookEndpoints;
import io.tongbao.outbox.EventSignal;
import io.tongbao.payment.PaymentDesk;
import io.tongbao.payment.PolicyPack;
import io.tongbao.vault.Vault;
import io.tongbao.vault.kek.KekOptions;
import java.nio.file.Path;
import java.time.InstantSource;
import javax.sql.DataSource;

/**
 * The use cases, wired in this process onto a sandbox database: what the server does, without HTTP. Closing it gives the
 * ledger's lanes back.
 */
public final class UseCases implements AutoCloseable {

    private final DataSource database;
    private final InstantSource clock;
    private final Ids ids;
    private final LedgerNode ledger;
    private final Customers customers;
    private final PinKeyring pins;
    private final Vault vault;
    private final PaymentDesk desk;

    private UseCases(
            DataSource database, InstantSource clock, Ids ids, LedgerNode ledger, Vault vault, PolicyPack policy) {
        this.database = database;
        this.clock = clock;
        this.ids = ids;
        this.ledger = ledger;
        this.pins = new PinKeyring(vault);
        this.vault = vault;
        this.customers = new Customers(database);
        this.desk = new PaymentDesk(
                ledger, database, clock, ids, customers, new CustomerGuards(pins), new EventSignal(), policy);
    }

    /**
     * @param database migrated, of sandbox mode
     * @param keysDirectory where the server keeps its keys, so that both understand each other
     * @param policy one of the load tools' own
     */
    public static UseCases open(
            DataSource database, Path keysDirectory, PolicyPack policy, LedgerOptions options, InstantSource clock) {
        Vault vault = Vault.open(
                database, KekOptions.read(keysDirectory, System.getenv()).open(), clock);
        LedgerNode ledger = LedgerNode.start(database, options, clock);
        return new UseCases(database, clock, Ids.secure(clock), ledger, vault, policy);
    }

    public PaymentDesk desk() {
        return desk;
    }

    public LedgerNode ledger() {
        return ledger;
    }

    public Customers customers() {
        return customers;
    }

    public Ids ids() {
        return ids;
    }

    public RegisterCustomer registerCustomer() {
        return new RegisterCustomer(database, pins, clock);
    }

    public EnrolDevice enrolDevice() {
        return new EnrolDevice(database, customers, ids, clock);
    }

    public RegisterProvider registerProvider() {
        return new RegisterProvider(database, clock);
    }

    public IssueApiKey issueApiKey() {
        return new IssueApiKey(database, clock, ids, vault, Mode.SANDBOX);
    }

    public WebhookEndpoints webhookEndpoints() {
        return new WebhookEndpoints(database, clock, vault, Mode.SANDBOX);
    }

    @Override
    public void close() {
        ledger.close();
    }
}
