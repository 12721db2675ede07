package io.tongbao.web.app;

import io.tongbao.credential.Attempt;
import io.tongbao.credential.PasskeyAnswer;
import io.tongbao.credential.Passkeys;
import io.tongbao.customer.Customer;
import io.tongbao.customer.CustomerError;
import io.tongbao.customer.Customers;
import io.tongbao.customer.Device;
import io.tongbao.customer.Pin;
import io.tongbao.customer.challenge.Challenge;
import io.tongbao.customer.challenge.Challenges;
import io.tongbao.customer.challenge.ProofFactor;
import io.tongbao.customer.challenge.ProveChallenge;
import io.tongbao.customer.challenge.Purpose;
import io.tongbao.edge.JsonBody;
import io.tongbao.edge.Query;
import io.tongbao.kernel.Money;
import io.tongbao.kernel.Msisdn;
import io.tongbao.kernel.PublicId;
import io.tongbao.kernel.Refused;
import io.tongbao.merchant.Provider;
import io.tongbao.merchant.Providers;
import io.tongbao.payment.ChallengePayer;
import io.tongbao.payment.Party;
import io.tongbao.payment.Payment;
import io.tongbao.payment.PaymentError;
import io.tongbao.payment.PaymentQueries;
import io.tongbao.payment.TransferCommand;
import io.tongbao.web.signin.AppAccess;
import io.tongbao.web.signin.AppCall;
import io.tongbao.web.signin.AppJson;
import io.tongbao.web.signin.AppRouter;
import io.tongbao.web.signin.AppRoutes;
import io.tongbao.web.signin.PasskeyFields;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Collection;
import java.util.HexFormat;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** What a customer is asked to prove, shown and proven factor by factor. */
public final class ChallengeRoutes implements AppRoutes {

    private static final String ONE = "/app/v1/challenges/{id}";

    private final Challenges challenges;
    private final ProveChallenge prove;
    private final ChallengePayer payer;
    private final PaymentQueries payments;
    private final Providers providers;
    private final Customers customers;
    private final Passkeys passkeys;

    public ChallengeRoutes(
            Challenges challenges,
            ProveChallenge prove,
            ChallengePayer payer,
            PaymentQueries payments,
            Providers providers,
            Customers customers,
            Passkeys passkeys) {
        this.challenges = challenges;
        this.prove = prove;
        this.payer = payer;
        this.payments = payments;
        this.providers = providers;
        this.customers = customers;
        this.passkeys = passkeys;
    }

    @Override
    public void addTo(AppRouter router) {
        router.post("/app/v1/challenges", AppAccess.CUSTOMER, this::open)
                .get(ONE, AppAccess.CUSTOMER, this::get)
                .post(ONE + "/pin", AppAccess.CUSTOMER, this::pin)
                .post(ONE + "/code", AppAccess.CUSTOMER, this::sendCode)
                .put(ONE + "/code", AppAccess.CUSTOMER, this::code)
                .post(ONE + "/totp", AppAccess.CUSTOMER, this::totp)
                .post(ONE + "/device", AppAccess.CUSTOMER, this::device)
                .post(ONE + "/identity-number", AppAccess.CUSTOMER, this::identityNumber)
                .post(ONE + "/passkey/options", AppAccess.CUSTOMER, this::passkeyOptions)
                .post(ONE + "/passkey", AppAccess.CUSTOMER, this::passkey);
    }

    /** For a payment that waits, for a transfer, or for a change of the account. */
    private void open(AppCall call) throws IOException {
        JsonBody body = call.json();
        UUID payment = body.optionalId("payment", Payment.PREFIX);
        JsonBody transfer = body.optionalObject("transfer");
        Challenge opened;
        if (payment != null) {
            body.end();
            opened = payer.forOrder(call.customerId(), payment, payeeName(payment));
        } else if (transfer != null) {
            TransferCommand.Payee payee = payee(transfer);
            Money amount = Money.of(transfer.amount("amount_minor"), transfer.currency("currency"));
            String subject = transfer.text("subject", 0, 64);
            transfer.end();
            body.end();
            opened = payer.forTransfer(call.customerId(), payee, amount, subject);
        } else {
            Purpose purpose = Fields.choice(body, "purpose", Purpose.class);
            body.end();
            if (purpose == Purpose.PAYMENT || purpose == Purpose.ENTERPRISE_PAYMENT) {
                throw new Refused(CustomerError.CHALLENGE_MISMATCH);
            }
            opened = challenges.open(call.customerId(), purpose);
        }
        answer(call, 201, opened);
    }

    /** Whoever is to approve an order may read whose it is: the order's id is known to payer and provider only. */
    private String payeeName(UUID paymentId) {
        Payment order =
                payments.byId(Party.PLATFORM, paymentId).orElseThrow(() -> new Refused(PaymentError.PAYMENT_NOT_FOUND));
        UUID provider = order.providerId();
        return provider == null
                ? ""
                : providers.find(provider).map(Provider::name).orElse("");
    }

    static TransferCommand.Payee payee(JsonBody body) {
        Msisdn number = body.optionalMsisdn("msisdn");
        return number != null
                ? new TransferCommand.Payee.ByNumber(number)
                : new TransferCommand.Payee.ById(body.id("customer", Customer.PREFIX));
    }

    private void get(AppCall call) throws IOException {
        answer(call, 200, challenges.find(id(call), call.customerId()));
    }

    private void pin(AppCall call) throws IOException {
        JsonBody body = call.json();
        char[] digits = body.pin("pin");
        body.end();
        try (Pin pin = Pin.of(digits)) {
            answer(call, 200, prove.byPin(id(call), call.customerId(), pin, Fields.place(call)));
        } finally {
            Arrays.fill(digits, '\0');
        }
    }

    private void sendCode(AppCall call) throws IOException {
        call.noFields();
        UUID code = prove.sendCode(id(call), call.customerId(), attempt(call));
        call.answer(201, AppJson.object(json -> json.writeStringProperty("code_id", code.toString())));
    }

    private void code(AppCall call) throws IOException {
        JsonBody body = call.json();
        UUID codeId = AccountRoutes.uuid(body, "code_id");
        String code = body.text("code", 1, 16);
        body.end();
        answer(call, 200, prove.byCode(id(call), call.customerId(), codeId, code, attempt(call)));
    }

    private void totp(AppCall call) throws IOException {
        JsonBody body = call.json();
        String code = body.text("code", 1, 16);
        body.end();
        answer(call, 200, prove.byTotp(id(call), call.customerId(), code, attempt(call)));
    }

    private void device(AppCall call) throws IOException {
        JsonBody body = call.json();
        UUID device = body.id("device", Device.PREFIX);
        byte[] signature = Fields.base64(body, "signature");
        body.end();
        answer(call, 200, prove.byDevice(id(call), call.customerId(), device, signature));
    }

    private void identityNumber(AppCall call) throws IOException {
        JsonBody body = call.json();
        String number = body.text("number", 1, 32);
        body.end();
        answer(call, 200, prove.byIdentityNumber(id(call), call.customerId(), number, attempt(call)));
    }

    private void passkeyOptions(AppCall call) throws IOException {
        call.noFields();
        Challenge challenge = challenges.find(id(call), call.customerId());
        call.answer(200, PasskeyFields.options(passkeys.approval(call.subject(), challenge.approval())));
    }

    private void passkey(AppCall call) throws IOException {
        JsonBody body = call.json();
        PasskeyAnswer.Assertion assertion = PasskeyFields.assertion(body);
        body.end();
        Challenge challenge = challenges.find(id(call), call.customerId());
        passkeys.approved(call.subject(), challenge.approval(), assertion);
        answer(call, 200, prove.byPasskey(challenge.id(), call.customerId()));
    }

    private Attempt attempt(AppCall call) {
        Customer customer =
                customers.find(call.customerId()).orElseThrow(() -> new Refused(CustomerError.CUSTOMER_NOT_FOUND));
        return call.attempt(customer.msisdn());
    }

    private static UUID id(AppCall call) {
        return Query.pathId(Challenge.PREFIX, call.path("id"));
    }

    private static void answer(AppCall call, int status, Challenge challenge) throws IOException {
        call.answer(status, AppJson.object(json -> write(json, challenge)));
    }

    static void write(JsonGenerator json, Challenge challenge) {
        json.writeStringProperty("id", PublicId.format(Challenge.PREFIX, challenge.id()));
        json.writeStringProperty("purpose", word(challenge.purpose()));
        json.writeStringProperty("state", word(challenge.state()));
        json.writeStringProperty("need", word(challenge.need()));
        factors(json, "accepted", challenge.purpose().accepted());
        factors(json, "proven", challenge.proven());
        if (challenge.amountMinor() > 0) {
            json.writeNumberProperty("amount_minor", challenge.amountMinor());
            json.writeStringProperty("currency", challenge.currency().name());
        }
        json.writeStringProperty("shown", challenge.shown());
        json.writeStringProperty("approval_sha256", HexFormat.of().formatHex(challenge.approval()));
        json.writeStringProperty(
                "expires_at",
                Instant.EPOCH.plus(challenge.expiresTs(), ChronoUnit.MICROS).toString());
        customer(json, "maker", challenge.makerId());
        customer(json, "checker", challenge.checkerId());
    }

    private static void factors(JsonGenerator json, String name, Collection<ProofFactor> factors) {
        AppJson.texts(
                json, name, factors.stream().map(ProofFactor::wire).sorted().toList());
    }

    private static void customer(JsonGenerator json, String name, @Nullable UUID id) {
        if (id != null) {
            json.writeStringProperty(name, PublicId.format(Customer.PREFIX, id));
        }
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
