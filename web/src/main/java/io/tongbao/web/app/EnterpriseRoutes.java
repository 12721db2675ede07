package io.tongbao.web.app;

import io.tongbao.customer.Customer;
import io.tongbao.customer.CustomerError;
import io.tongbao.customer.Pin;
import io.tongbao.customer.challenge.Challenge;
import io.tongbao.customer.challenge.Challenges;
import io.tongbao.customer.enterprise.CreditCode;
import io.tongbao.customer.enterprise.Enterprise;
import io.tongbao.customer.enterprise.EnterprisePayments;
import io.tongbao.customer.enterprise.Operators;
import io.tongbao.customer.enterprise.RegisterEnterprise;
import io.tongbao.customer.identity.IdentityDocument;
import io.tongbao.edge.FieldRefused;
import io.tongbao.edge.JsonBody;
import io.tongbao.edge.Query;
import io.tongbao.kernel.Money;
import io.tongbao.kernel.Msisdn;
import io.tongbao.kernel.PublicId;
import io.tongbao.kernel.Refused;
import io.tongbao.kernel.RequestError;
import io.tongbao.payment.PayFromEnterprise;
import io.tongbao.web.signin.AppAccess;
import io.tongbao.web.signin.AppCall;
import io.tongbao.web.signin.AppJson;
import io.tongbao.web.signin.AppRouter;
import io.tongbao.web.signin.AppRoutes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import tools.jackson.core.JsonGenerator;

/** What an operator, signed in as the person, does for an enterprise. Others do not see that it exists. */
public final class EnterpriseRoutes implements AppRoutes {

    private static final String ONE = "/app/v1/enterprises/{id}";

    private static final int MOST_OWNERS = 4;
    /** Hundredths of a percent: a quarter, from which on an owner is named. */
    private static final int LEAST_SHARE = 2_500;

    private static final int WHOLE = 10_000;

    private final RegisterEnterprise register;
    private final Operators operators;
    private final EnterprisePayments payments;
    private final PayFromEnterprise pay;
    private final Challenges challenges;

    public EnterpriseRoutes(
            RegisterEnterprise register,
            Operators operators,
            EnterprisePayments payments,
            PayFromEnterprise pay,
            Challenges challenges) {
        this.register = register;
        this.operators = operators;
        this.payments = payments;
        this.pay = pay;
        this.challenges = challenges;
    }

    @Override
    public void addTo(AppRouter router) {
        router.get("/app/v1/enterprises", AppAccess.CUSTOMER, this::list)
                .post("/app/v1/enterprises", AppAccess.CUSTOMER, this::register)
                .get(ONE, AppAccess.CUSTOMER, this::get)
                .put(ONE + "/operators/{person}", AppAccess.CUSTOMER, this::appoint)
                .delete(ONE + "/operators/{person}", AppAccess.CUSTOMER, this::remove)
                .get(ONE + "/payments", AppAccess.CUSTOMER, this::waiting)
                .post(ONE + "/payments", AppAccess.CUSTOMER, this::make)
                .post(ONE + "/payments/{challenge}/check", AppAccess.CUSTOMER, this::check)
                .post(ONE + "/payments/{challenge}/pay", AppAccess.CUSTOMER, this::pay);
    }

    /** Those the caller acts for. */
    private void list(AppCall call) throws IOException {
        call.answer(200, AppJson.list(operators.enterprisesOf(call.customerId()), (json, enterprise) -> {
            json.writeStringProperty("id", PublicId.format(Customer.PREFIX, enterprise.customerId()));
            json.writeStringProperty("legal_name", enterprise.legalName());
            json.writeBooleanProperty("verified", enterprise.verified());
        }));
    }

    /** The caller becomes the first operator. */
    private void register(AppCall call) throws IOException {
        UUID id = call.idFromKey("enterprise", call.customerId());
        JsonBody body = call.json();
        CreditCode creditCode = new CreditCode(body.text("credit_code", 1, 32));
        String legalName = body.text("legal_name", 1, 64);
        Msisdn msisdn = body.msisdn("msisdn");
        RegisterEnterprise.Person representative = person(body.object("legal_representative"));
        List<RegisterEnterprise.Owner> owners = new ArrayList<>();
        int shares = 0;
        for (JsonBody owner : body.objects("beneficial_owners", MOST_OWNERS)) {
            int share = (int) owner.integer("share_bp", LEAST_SHARE, WHOLE);
            owners.add(new RegisterEnterprise.Owner(person(owner), share));
            shares += share;
        }
        if (shares > WHOLE) {
            throw new FieldRefused(
                    RequestError.INVALID_REQUEST,
                    "beneficial_owners",
                    "beneficial_owners must share at most the whole");
        }
        long checkerFrom = body.amountOrZero("checker_from_minor");
        body.end();
        Customer made = register.execute(new RegisterEnterprise.Command(
                id,
                creditCode,
                legalName,
                msisdn,
                Fields.language(call),
                representative,
                owners,
                checkerFrom,
                call.customerId()));
        call.answer(201, AppJson.object(json -> write(json, made.id())));
    }

    private static RegisterEnterprise.Person person(JsonBody body) {
        String name = body.text("name", 1, 64);
        IdentityDocument document = IdentityRoutes.document(body.object("document"));
        body.end();
        return new RegisterEnterprise.Person(name, document);
    }

    private void get(AppCall call) throws IOException {
        UUID id = enterprise(call);
        call.answer(200, AppJson.object(json -> write(json, id)));
    }

    private void write(JsonGenerator json, UUID id) {
        Enterprise enterprise = operators.enterprise(id);

        json.writeStringProperty("id", PublicId.format(Customer.PREFIX, id));
        json.writeStringProperty("legal_name", enterprise.legalName());
        json.writeStringProperty("credit_code", enterprise.creditCode().code());
        json.writeBooleanProperty("verified", enterprise.verified());
        if (enterprise.refusal() != null) {
            json.writeStringProperty("refusal", enterprise.refusal());
        }
        json.writeNumberProperty("checker_from_minor", enterprise.checkerFromMinor());
        json.writeArrayPropertyStart("operators");
        for (Enterprise.Operator operator : operators.of(id)) {
            json.writeStartObject();
            json.writeStringProperty("id", PublicId.format(Customer.PREFIX, operator.personId()));
            json.writeBooleanProperty("may_make", operator.mayMake());
            json.writeBooleanProperty("may_check", operator.mayCheck());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void appoint(AppCall call) throws IOException {
        JsonBody body = call.json();
        boolean mayMake = body.flag("may_make", false);
        boolean mayCheck = body.flag("may_check", false);
        body.end();
        operators.appoint(enterprise(call), call.customerId(), person(call), mayMake, mayCheck);
        get(call);
    }

    private void remove(AppCall call) throws IOException {
        call.noFields();
        operators.remove(enterprise(call), call.customerId(), person(call));
        get(call);
    }

    private void waiting(AppCall call) throws IOException {
        call.answer(200, AppJson.list(payments.waiting(enterprise(call), call.customerId()), ChallengeRoutes::write));
    }

    private void make(AppCall call) throws IOException {
        UUID enterprise = enterprise(call);
        JsonBody body = call.json();
        UUID payee = body.id("payee", Customer.PREFIX);
        Money amount = Money.of(body.amount("amount_minor"), body.currency("currency"));
        String shown = body.text("subject", 1, 128);
        char[] digits = body.pin("pin");
        body.end();
        try (Pin pin = Pin.of(digits)) {
            answer(
                    call,
                    201,
                    payments.make(
                            new EnterprisePayments.MakeCommand(enterprise, call.customerId(), payee, amount, shown),
                            pin));
        } finally {
            Arrays.fill(digits, '\0');
        }
    }

    private void check(AppCall call) throws IOException {
        JsonBody body = call.json();
        char[] digits = body.pin("pin");
        body.end();
        try (Pin pin = Pin.of(digits)) {
            answer(call, 200, payments.check(challenge(call), enterprise(call), call.customerId(), pin));
        } finally {
            Arrays.fill(digits, '\0');
        }
    }

    /** Any operator may set off what was agreed; it is paid once. */
    private void pay(AppCall call) throws IOException {
        call.noFields();
        Challenge agreed = challenges.find(challenge(call), enterprise(call));
        PaymentAnswers.answer(call, pay.execute(agreed, PaymentAnswers.of(call)));
    }

    private UUID enterprise(AppCall call) {
        UUID id = Query.pathId(Customer.PREFIX, call.path("id"));
        if (operators.find(id, call.customerId()).isEmpty()) {
            throw new Refused(CustomerError.ENTERPRISE_NOT_FOUND);
        }
        return id;
    }

    private static UUID person(AppCall call) {
        return Query.pathId(Customer.PREFIX, call.path("person"));
    }

    private static UUID challenge(AppCall call) {
        return Query.pathId(Challenge.PREFIX, call.path("challenge"));
    }

    private static void answer(AppCall call, int status, Challenge challenge) throws IOException {
        call.answer(status, AppJson.object(json -> ChallengeRoutes.write(json, challenge)));
    }
}
