package io.tongbao.web.money.card;

import io.tongbao.bank.SignUp;
import io.tongbao.edge.FieldRefused;
import io.tongbao.edge.JsonBody;
import io.tongbao.edge.Query;
import io.tongbao.kernel.Msisdn;
import io.tongbao.kernel.PublicId;
import io.tongbao.kernel.RequestError;
import io.tongbao.payment.card.ArrangeCards;
import io.tongbao.payment.card.BindCard;
import io.tongbao.payment.card.BindCardCommand;
import io.tongbao.payment.card.BoundCard;
import io.tongbao.payment.card.CardBook;
import io.tongbao.payment.card.CardNumber;
import io.tongbao.payment.card.ConfirmCard;
import io.tongbao.payment.card.UnbindCard;
import io.tongbao.web.signin.AppAccess;
import io.tongbao.web.signin.AppCall;
import io.tongbao.web.signin.AppJson;
import io.tongbao.web.signin.AppRouter;
import io.tongbao.web.signin.AppRoutes;
import java.io.IOException;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** The customer's bank cards: bind, confirm, order, unbind. Numbers come in and never go out. */
public final class CardRoutes implements AppRoutes {

    private static final String ONE = "/app/v1/cards/{id}";
    private static final int MOST_CARDS = 20;

    private final CardBook book;
    private final BindCard bind;
    private final ConfirmCard confirm;
    private final ArrangeCards arrange;
    private final UnbindCard unbind;

    public CardRoutes(CardBook book, BindCard bind, ConfirmCard confirm, ArrangeCards arrange, UnbindCard unbind) {
        this.book = book;
        this.bind = bind;
        this.confirm = confirm;
        this.arrange = arrange;
        this.unbind = unbind;
    }

    @Override
    public void addTo(AppRouter router) {
        router.get("/app/v1/cards", AppAccess.CUSTOMER, this::list)
                .post("/app/v1/cards", AppAccess.CUSTOMER, this::bind)
                .put("/app/v1/cards", AppAccess.CUSTOMER, this::order)
                .get(ONE, AppAccess.CUSTOMER, this::get)
                .post(ONE + "/confirm", AppAccess.CUSTOMER, this::confirm)
                .post(ONE + "/default", AppAccess.CUSTOMER, this::makeDefault)
                .delete(ONE, AppAccess.CUSTOMER, this::unbind);
    }

    private void list(AppCall call) throws IOException {
        call.answer(200, AppJson.list(book.list(call.customerId()), CardRoutes::write));
    }

    private void get(AppCall call) throws IOException {
        answer(call, 200, book.get(call.customerId(), id(call)));
    }

    private void bind(AppCall call) throws IOException {
        String key = call.readIdempotencyKey();
        JsonBody body = call.json();
        CardNumber number = CardNumber.parse(body.text("number", 1, 40));
        @Nullable String expiry = body.optionalText("expiry", 4, 4);
        @Nullable String securityCode = body.optionalText("security_code", 3, 4);
        @Nullable String holder = body.optionalText("holder_name", 1, 64);
        @Nullable String idNumber = body.optionalText("id_number", 1, 32);
        Msisdn phone = body.msisdn("phone");
        SignUp.Mode mode = body.choice("mode", SignUp.Mode.class, SignUp.Mode.BANK_CODE);
        String returnUrl = Objects.requireNonNullElse(body.optionalText("return_url", 1, 500), "");
        body.end();
        answer(
                call,
                201,
                bind.execute(new BindCardCommand(
                        call.customerId(),
                        key,
                        number,
                        expiry,
                        securityCode,
                        holder,
                        idNumber,
                        phone,
                        mode,
                        returnUrl)));
    }

    private void confirm(AppCall call) throws IOException {
        call.readIdempotencyKey();
        JsonBody body = call.json();
        String code = Objects.requireNonNullElse(body.optionalText("code", 1, 64), "");
        body.end();
        answer(call, 200, confirm.execute(call.customerId(), id(call), code));
    }

    private void order(AppCall call) throws IOException {
        call.readIdempotencyKey();
        JsonBody body = call.json();
        List<UUID> order = body.texts("cards", MOST_CARDS).stream()
                .map(text -> PublicId.parse(BoundCard.PREFIX, text)
                        .orElseThrow(() -> new FieldRefused(
                                RequestError.INVALID_REQUEST, "cards", "cards must be ids like card_…")))
                .toList();
        body.end();
        arrange.execute(call.customerId(), order);
        list(call);
    }

    private void makeDefault(AppCall call) throws IOException {
        call.readIdempotencyKey();
        call.noFields();
        arrange.makeDefault(call.customerId(), id(call));
        list(call);
    }

    private void unbind(AppCall call) throws IOException {
        call.readIdempotencyKey();
        call.noFields();
        answer(call, 200, unbind.execute(call.customerId(), id(call)));
    }

    private static UUID id(AppCall call) {
        return Query.pathId(BoundCard.PREFIX, call.path("id"));
    }

    private static void answer(AppCall call, int status, BoundCard card) throws IOException {
        call.answer(status, AppJson.object(json -> write(json, card)));
    }

    private static void write(JsonGenerator json, BoundCard card) {
        json.writeStringProperty("id", card.publicId());
        json.writeStringProperty("object", "card");
        json.writeStringProperty("bank", card.bank().value());
        json.writeStringProperty("kind", card.kind().wire());
        json.writeStringProperty("state", card.state().wire());
        json.writeStringProperty("number", card.masked());
        json.writeNumberProperty("position", card.position());
        json.writeBooleanProperty("default", card.isDefault());
        LocalDate end = card.expiresOn();
        if (end != null) {
            json.writeStringProperty("expires_on", end.toString());
        }
        String hint = card.hint();
        if (hint != null) {
            json.writeStringProperty("hint", hint);
        }
        String failure = card.failure();
        if (failure != null) {
            json.writeStringProperty("failure", failure);
        }
        json.writeStringProperty("created_at", card.createdAt().toString());
    }
}
