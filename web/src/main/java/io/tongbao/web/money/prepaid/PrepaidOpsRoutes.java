package io.tongbao.web.money.prepaid;

import io.tongbao.edge.FieldRefused;
import io.tongbao.edge.JsonBody;
import io.tongbao.edge.Query;
import io.tongbao.kernel.PublicId;
import io.tongbao.kernel.RequestError;
import io.tongbao.merchant.Provider;
import io.tongbao.payment.prepaid.ActivatePrepaid;
import io.tongbao.payment.prepaid.BlockPrepaid;
import io.tongbao.payment.prepaid.CreatePrepaidProduct;
import io.tongbao.payment.prepaid.PrepaidBatch;
import io.tongbao.payment.prepaid.PrepaidBook;
import io.tongbao.payment.prepaid.PrepaidCard;
import io.tongbao.payment.prepaid.PrepaidProduct;
import io.tongbao.payment.prepaid.PrintPrepaid;
import io.tongbao.payment.prepaid.ReplacePrepaid;
import io.tongbao.staff.Permission;
import io.tongbao.web.signin.AppJson;
import io.tongbao.web.staff.Access;
import io.tongbao.web.staff.OpsCall;
import io.tongbao.web.staff.OpsRouter;
import io.tongbao.web.staff.OpsRoutes;
import java.io.IOException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import tools.jackson.core.JsonGenerator;

/** Prepaid cards as staff handle them; a batch is issued by a proposal of kind {@code prepaid.issue}. */
public final class PrepaidOpsRoutes implements OpsRoutes {

    private static final Access READ = Access.with(Permission.PREPAID_READ);
    private static final Access MANAGE = Access.with(Permission.PREPAID_MANAGE);

    private final PrepaidBook book;
    private final CreatePrepaidProduct create;
    private final PrintPrepaid print;
    private final ActivatePrepaid activate;
    private final BlockPrepaid block;
    private final ReplacePrepaid replace;

    public PrepaidOpsRoutes(
            PrepaidBook book,
            CreatePrepaidProduct create,
            PrintPrepaid print,
            ActivatePrepaid activate,
            BlockPrepaid block,
            ReplacePrepaid replace) {
        this.book = book;
        this.create = create;
        this.print = print;
        this.activate = activate;
        this.block = block;
        this.replace = replace;
    }

    @Override
    public void addTo(OpsRouter router) {
        router.get("/ops/v1/prepaid/products", READ, this::products)
                .post("/ops/v1/prepaid/products", MANAGE, this::create)
                .get("/ops/v1/prepaid/batches", READ, this::batches)
                .post("/ops/v1/prepaid/batches/{id}/print", MANAGE, this::print)
                .post("/ops/v1/prepaid/batches/{id}/activate", MANAGE, this::activate)
                .get("/ops/v1/prepaid/cards/{serial}", READ, this::card)
                .post("/ops/v1/prepaid/cards/{serial}/block", MANAGE, this::block)
                .post("/ops/v1/prepaid/cards/{serial}/replace", MANAGE, this::replace);
    }

    private void products(OpsCall call) throws IOException {
        call.answer(200, AppJson.list(book.products(), PrepaidOpsRoutes::write));
    }

    private void create(OpsCall call) throws IOException {
        String key = call.readIdempotencyKey();
        JsonBody body = call.json();
        List<Long> faces = body.texts("faces_minor", 20).stream()
                .map(PrepaidOpsRoutes::face)
                .toList();
        Set<UUID> providers = body.texts("providers", 100).stream()
                .map(text -> PublicId.parse(Provider.PREFIX, text)
                        .orElseThrow(() -> new FieldRefused(
                                RequestError.INVALID_REQUEST, "providers", "providers must be ids like sp_…")))
                .collect(Collectors.toSet());
        PrepaidProduct wanted = new PrepaidProduct(
                new UUID(0, 0),
                body.text("name_zh", 1, 64),
                body.text("name_en", 1, 64),
                body.currency("currency"),
                faces,
                (int) body.integer("validity_days", 1, 36_500),
                body.choice("expiry", PrepaidProduct.Expiry.class, PrepaidProduct.Expiry.KEEP),
                body.flag("loads_wallet", false),
                providers,
                Set.copyOf(body.texts("services", 100)),
                true);
        body.end();
        PrepaidProduct made = create.execute(key, wanted, call.acting());
        call.answer(201, AppJson.object(json -> write(json, made)));
    }

    private static Long face(String text) {
        if (!text.matches("[1-9][0-9]{0,9}")) {
            throw new FieldRefused(
                    RequestError.INVALID_REQUEST, "faces_minor", "faces_minor must be whole numbers as strings");
        }
        return Long.valueOf(text);
    }

    private void batches(OpsCall call) throws IOException {
        call.answer(200, AppJson.list(book.batches(), (json, batch) -> {
            json.writeStringProperty("id", batch.publicId());
            json.writeStringProperty("product", PublicId.format(PrepaidProduct.PREFIX, batch.productId()));
            json.writeNumberProperty("face_minor", batch.faceMinor());
            json.writeNumberProperty("count", batch.count());
            json.writeStringProperty("created_at", batch.createdAt().toString());
            Instant printed = batch.printedAt();
            if (printed != null) {
                json.writeStringProperty("printed_at", printed.toString());
            }
        }));
    }

    private void print(OpsCall call) throws IOException {
        call.readIdempotencyKey();
        call.noFields();
        byte[] file = print.execute(batch(call), call.acting());
        call.answer(
                200,
                AppJson.object(json ->
                        json.writeStringProperty("cms", Base64.getEncoder().encodeToString(file))));
    }

    private void activate(OpsCall call) throws IOException {
        call.readIdempotencyKey();
        JsonBody body = call.json();
        String first = Objects.requireNonNullElse(body.optionalText("first_serial", 1, 40), "");
        String last = Objects.requireNonNullElse(body.optionalText("last_serial", 1, 40), "");
        body.end();
        int activated = activate.execute(batch(call), first, last, call.acting());
        call.answer(200, AppJson.object(json -> json.writeNumberProperty("activated", activated)));
    }

    private void card(OpsCall call) throws IOException {
        PrepaidBook.Held held = book.bySerial(call.path("serial"));
        call.answer(200, AppJson.object(json -> PrepaidRoutes.write(json, held)));
    }

    private void block(OpsCall call) throws IOException {
        call.readIdempotencyKey();
        JsonBody body = call.json();
        String reason = body.text("reason", 3, 500);
        body.end();
        block.byStaff(call.path("serial"), reason, call.acting());
        card(call);
    }

    private void replace(OpsCall call) throws IOException {
        call.readIdempotencyKey();
        JsonBody body = call.json();
        String by = body.text("by_serial", 1, 40);
        body.end();
        UUID fresh = replace.execute(call.path("serial"), by, call.acting());
        call.answer(
                200,
                AppJson.object(json -> json.writeStringProperty("id", PublicId.format(PrepaidCard.PREFIX, fresh))));
    }

    private static UUID batch(OpsCall call) {
        return Query.pathId(PrepaidBatch.PREFIX, call.path("id"));
    }

    private static void write(JsonGenerator json, PrepaidProduct product) {
        json.writeStringProperty("id", product.publicId());
        json.writeStringProperty("name_zh", product.nameZh());
        json.writeStringProperty("name_en", product.nameEn());
        json.writeStringProperty("currency", product.currency().name());
        AppJson.texts(
                json,
                "faces_minor",
                product.faces().stream().map(String::valueOf).toList());
        json.writeNumberProperty("validity_days", product.validityDays());
        json.writeStringProperty("expiry", product.expiry().wire());
        json.writeBooleanProperty("loads_wallet", product.loadsWallet());
        AppJson.texts(
                json,
                "providers",
                product.providers().stream()
                        .map(id -> PublicId.format(Provider.PREFIX, id))
                        .sorted()
                        .toList());
        AppJson.texts(json, "services", product.services().stream().sorted().toList());
        json.writeBooleanProperty("open", product.open());
    }
}
