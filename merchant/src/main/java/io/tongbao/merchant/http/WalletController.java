package io.tongbao.merchant.http;

import io.tongbao.customer.Customer;
import io.tongbao.customer.CustomerError;
import io.tongbao.customer.CustomerFacts;
import io.tongbao.customer.Customers;
import io.tongbao.customer.PayeeName;
import io.tongbao.edge.FieldRefused;
import io.tongbao.edge.JsonBody;
import io.tongbao.edge.Query;
import io.tongbao.edge.Router;
import io.tongbao.kernel.Currency;
import io.tongbao.kernel.Money;
import io.tongbao.kernel.Msisdn;
import io.tongbao.kernel.PublicId;
import io.tongbao.kernel.Refused;
import io.tongbao.kernel.RequestError;
import io.tongbao.ledger.Account;
import io.tongbao.ledger.Ledger;
import io.tongbao.payment.PayerProof;
import io.tongbao.payment.PaymentError;
import io.tongbao.payment.PaymentQueries;
import io.tongbao.payment.TransferCommand;
import io.tongbao.payment.TransferToPerson;
import java.io.IOException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a payer does from an own device: look into the wallet and send money. */
public final class WalletController implements ApiRoutes {

    private final Customers customers;
    private final Ledger ledger;
    private final TransferToPerson transferToPerson;
    private final PaymentQueries queries;
    private final RateLimits limits;

    public WalletController(Customers customers, Ledger ledger, PaymentUseCases useCases, RateLimits limits) {
        this.customers = customers;
        this.ledger = ledger;
        this.transferToPerson = useCases.transferToPerson();
        this.queries = useCases.queries();
        this.limits = limits;
    }

    @Override
    public void addTo(Router<ApiCall> router) {
        router.get("/v1/wallet", this::wallet)
                .get("/v1/wallet/statement", this::statement)
                .get("/v1/wallet/payments", this::payments)
                .post("/v1/wallet/transfers", this::transfer)
                .get("/v1/payees/{msisdn}", this::payee);
    }

    private void wallet(ApiCall call) throws IOException {
        Customer customer = customers
                .find(call.device().customerId())
                .orElseThrow(() -> new Refused(CustomerError.CUSTOMER_NOT_FOUND));
        Account account = ledger.account(customer.walletAccountId())
                .orElseThrow(() -> new IllegalStateException("a customer without a wallet account"));
        call.answer(200, Lists.balance(account, customer.currency(), json -> {
            json.writeStringProperty("customer_id", PublicId.format(Customer.PREFIX, customer.id()));
            json.writeStringProperty("msisdn", customer.msisdn().masked());
            json.writeStringProperty("name", customer.name());
            json.writeStringProperty("status", customer.status().name().toLowerCase(Locale.ROOT));
        }));
    }

    private void statement(ApiCall call) throws IOException {
        CustomerFacts customer = me(call);
        Query query = call.query();
        long before = query.timeCursor();
        int limit = query.limit();
        query.end();
        call.answer(
                200,
                Lists.statement(
                        queries.statement(customer.id(), before, limit),
                        customer.walletAccountId(),
                        customer.currency(),
                        limit));
    }

    private void payments(ApiCall call) throws IOException {
        call.device();
        call.answer(200, Lists.payments(queries, call));
    }

    /** To another person; the payer may name who is expected, and a mismatch refuses. */
    private void transfer(ApiCall call) throws IOException {
        Caller.ByDevice by = call.device();
        JsonBody body = call.json();
        long minor = body.amount("amount_minor");
        Currency currency = body.currency("currency");
        Msisdn payee = body.msisdn("payee_msisdn");
        @Nullable String expectedName = body.optionalText("payee_name", 1, 128);
        String subject = body.text("subject", 1, 128);
        body.end();
        if (currency != me(call).currency()) {
            throw new FieldRefused(RequestError.UNSUPPORTED_CURRENCY, "currency", "the wallet is in another currency");
        }
        call.answer(transferToPerson.execute(
                new TransferCommand(
                        call.idempotency(),
                        new PayerProof.DeviceProof(by.customerId(), by.deviceId()),
                        new TransferCommand.Payee.ByNumber(payee),
                        Money.of(minor, currency),
                        expectedName,
                        subject),
                PaymentsController.renderer(call, 201)));
    }

    /** The masked name behind a number, so that a payer sees a typing error before the money has gone. */
    private void payee(ApiCall call) throws IOException {
        String number = call.path("msisdn");
        call.device();
        limits.admitPayeeLookup(call.caller(), call.exchange());
        Msisdn msisdn = Msisdn.parse(number).orElseThrow(() -> new Refused(RequestError.INVALID_MSISDN));
        CustomerFacts payee = customers.facts(msisdn).orElseThrow(() -> new Refused(PaymentError.PAYEE_NOT_FOUND));
        call.answer(200, Lists.json(json -> {
            json.writeStringProperty("msisdn", msisdn.e164());
            json.writeStringProperty("name", PayeeName.of(payee.name()).masked());
        }));
    }

    private CustomerFacts me(ApiCall call) {
        return customers
                .facts(call.device().customerId())
                .orElseThrow(() -> new Refused(CustomerError.CUSTOMER_NOT_FOUND));
    }
}
