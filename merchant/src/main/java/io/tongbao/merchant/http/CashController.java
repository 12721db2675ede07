package io.tongbao.merchant.http;

import io.tongbao.edge.JsonBody;
import io.tongbao.edge.Router;
import io.tongbao.kernel.Money;
import io.tongbao.merchant.Provider;
import io.tongbao.payment.CashIn;
import io.tongbao.payment.CashInCommand;
import io.tongbao.payment.CashOut;
import io.tongbao.payment.CashOutCommand;
import java.io.IOException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Agents: cash against wallet money, both ways. */
public final class CashController implements ApiRoutes {

    private final CashIn cashIn;
    private final CashOut cashOut;
    private final Proofs proofs;

    public CashController(PaymentUseCases useCases, Proofs proofs) {
        this.cashIn = useCases.cashIn();
        this.cashOut = useCases.cashOut();
        this.proofs = proofs;
    }

    @Override
    public void addTo(Router<ApiCall> router) {
        router.post("/v1/cash-in", this::cashIn).post("/v1/cash-out", this::cashOut);
    }

    private void cashIn(ApiCall call) throws IOException {
        Provider agent = call.agent();
        JsonBody body = call.json();
        Money amount = PaymentsController.money(body, agent);
        @Nullable String reference = body.optionalReference("reference");
        JsonBody customer = body.object("customer");
        UUID customerId = proofs.customer(customer);
        customer.end();
        body.end();
        call.answer(cashIn.execute(
                new CashInCommand(call.idempotency(), agent.id(), agent.accountId(), customerId, reference, amount),
                PaymentsController.renderer(call, 201)));
    }

    /** The customer types the PIN at the agent's. */
    private void cashOut(ApiCall call) throws IOException {
        Provider agent = call.agent();
        JsonBody body = call.json();
        Money amount = PaymentsController.money(body, agent);
        @Nullable String reference = body.optionalReference("reference");
        JsonBody customer = body.object("customer");
        UUID customerId = proofs.customer(customer);
        char[] pin = customer.pin("pin");
        customer.end();
        body.end();
        try (var proof = Proofs.pin(call, customerId, pin)) {
            call.answer(cashOut.execute(
                    new CashOutCommand(
                            call.idempotency(), agent.id(), agent.accountId(), reference, amount, proof.proof()),
                    PaymentsController.renderer(call, 201)));
        }
    }
}
