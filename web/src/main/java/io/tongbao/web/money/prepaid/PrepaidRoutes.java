package io.tongbao.web.money.prepaid;

import io.tongbao.credential.AccessChannel;
import io.tongbao.credential.Attempt;
import io.tongbao.customer.Pin;
import io.tongbao.edge.JsonBody;
import io.tongbao.edge.Query;
import io.tongbao.kernel.Money;
import io.tongbao.payment.IdempotencyId;
import io.tongbao.payment.LoadFromPrepaid;
import io.tongbao.payment.PayerProof;
import io.tongbao.payment.PaymentJson;
import io.tongbao.payment.PrepaidLoadCommand;
import io.tongbao.payment.prepaid.BlockPrepaid;
import io.tongbao.payment.prepaid.ClaimPrepaid;
import io.tongbao.payment.prepaid.PrepaidBook;
import io.tongbao.payment.prepaid.PrepaidCard;
import io.tongbao.payment.prepaid.PrepaidSecret;
import io.tongbao.web.money.MoneyAnswers;
import io.tongbao.web.signin.AppAccess;
import io.tongbao.web.signin.AppCall;
import io.tongbao.web.signin.AppJson;
import io.tongbao.web.signin.AppRouter;
import io.tongbao.web.signin.AppRoutes;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import tools.jackson.core.JsonGenerator;

/** The prepaid cards that a customer holds: claim by secret, look, load the wallet, block. */
public final class PrepaidRoutes implements AppRoutes {

    private static final String ONE = "/app/v1/prepaid/{id}";

    private final PrepaidBook book;
    private final ClaimPrepaid claim;
    private final LoadFromPrepaid load;
    private final BlockPrepaid block;

    public PrepaidRoutes(PrepaidBook book, ClaimPrepaid claim, LoadFromPrepaid load, BlockPrepaid block) {
        this.book = book;
        this.claim = claim;
        this.load = load;
        this.block = block;
    }

    @Override
    public void addTo(AppRouter router) {
        router.get("/app/v1/prepaid", AppAccess.CUSTOMER, this::list)
                .post("/app/v1/prepaid", AppAccess.CUSTOMER, this::claim)
                .get(ONE, AppAccess.CUSTOMER, this::get)
                .post(ONE + "/load", AppAccess.CUSTOMER, this::load)
                .post(ONE + "/block", AppAccess.CUSTOMER, this::block);
    }

    private void list(AppCall call) throws IOException {
        call.answer(200, AppJson.list(book.list(call.customerId()), PrepaidRoutes::write));
    }

    private void get(AppCall call) throws IOException {
        answer(call, id(call));
    }

    private void claim(AppCall call) throws IOException {
        call.readIdempotencyKey();
        JsonBody body = call.json();
        String serial = body.text("serial", 1, 40);
        PrepaidSecret secret = PrepaidSecret.parse(body.text("secret", 1, 40));
        body.end();
        Attempt from =
                new Attempt("prepaid", AccessChannel.WEB, call.exchange().remoteAddress(), MoneyAnswers.place(call));
        answer(call, claim.execute(call.customerId(), serial, secret, from));
    }

    private void load(AppCall call) throws IOException {
        IdempotencyId key = IdempotencyId.ofCustomer(call.customerId(), call.readIdempotencyKey());
        JsonBody body = call.json();
        Money amount = Money.of(body.amount("amount_minor"), body.currency("currency"));
        char[] digits = body.pin("pin");
        body.end();
        try (Pin pin = Pin.of(digits)) {
            MoneyAnswers.answer(
                    call,
                    load.execute(
                            new PrepaidLoadCommand(
                                    key,
                                    new PayerProof.PinProof(call.customerId(), pin, MoneyAnswers.place(call)),
                                    id(call),
                                    amount),
                            MoneyAnswers.of(call, PaymentJson::write)));
        }
    }

    private void block(AppCall call) throws IOException {
        call.readIdempotencyKey();
        call.noFields();
        block.byHolder(call.customerId(), id(call));
        answer(call, id(call));
    }

    private static UUID id(AppCall call) {
        return Query.pathId(PrepaidCard.PREFIX, call.path("id"));
    }

    private void answer(AppCall call, UUID card) throws IOException {
        PrepaidBook.Held held = book.get(call.customerId(), card);
        call.answer(200, AppJson.object(json -> write(json, held)));
    }

    static void write(JsonGenerator json, PrepaidBook.Held held) {
        PrepaidCard card = held.card();
        json.writeStringProperty("id", card.publicId());
        json.writeStringProperty("object", "prepaid_card");
        json.writeStringProperty("serial", card.masked());
        json.writeStringProperty("name_zh", held.product().nameZh());
        json.writeStringProperty("name_en", held.product().nameEn());
        json.writeStringProperty("state", card.state().wire());
        json.writeStringProperty("currency", card.currency().name());
        json.writeNumberProperty("face_minor", card.faceMinor());
        json.writeNumberProperty("balance_minor", held.balanceMinor());
        json.writeBooleanProperty("loads_wallet", held.product().loadsWallet());
        if (card.expiresTs() > 0) {
            json.writeStringProperty(
                    "expires_at",
                    Instant.EPOCH.plus(card.expiresTs(), ChronoUnit.MICROS).toString());
        }
    }
}
