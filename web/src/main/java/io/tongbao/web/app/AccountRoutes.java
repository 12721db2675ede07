package io.tongbao.web.app;

import io.tongbao.customer.Customer;
import io.tongbao.customer.CustomerDesk;
import io.tongbao.customer.Device;
import io.tongbao.customer.Devices;
import io.tongbao.customer.Pin;
import io.tongbao.customer.PinChange;
import io.tongbao.customer.challenge.Challenge;
import io.tongbao.customer.life.BindDevice;
import io.tongbao.customer.life.CloseAccount;
import io.tongbao.customer.life.Hold;
import io.tongbao.customer.life.Holds;
import io.tongbao.customer.life.Numbers;
import io.tongbao.edge.FieldRefused;
import io.tongbao.edge.JsonBody;
import io.tongbao.edge.Query;
import io.tongbao.kernel.Msisdn;
import io.tongbao.kernel.PublicId;
import io.tongbao.kernel.RequestError;
import io.tongbao.ledger.Account;
import io.tongbao.web.signin.AppAccess;
import io.tongbao.web.signin.AppCall;
import io.tongbao.web.signin.AppJson;
import io.tongbao.web.signin.AppRouter;
import io.tongbao.web.signin.AppRoutes;
import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;
import java.util.UUID;
import tools.jackson.core.JsonGenerator;

/** The own account: state, notices, PIN, devices, number, freeze, close. */
public final class AccountRoutes implements AppRoutes {

    private static final int MOST_NOTICES = 100;

    private final CustomerDesk desk;
    private final PinChange pins;
    private final Devices devices;
    private final BindDevice bind;
    private final Numbers numbers;
    private final Holds holds;
    private final CloseAccount close;

    public AccountRoutes(
            CustomerDesk desk,
            PinChange pins,
            Devices devices,
            BindDevice bind,
            Numbers numbers,
            Holds holds,
            CloseAccount close) {
        this.desk = desk;
        this.pins = pins;
        this.devices = devices;
        this.bind = bind;
        this.numbers = numbers;
        this.holds = holds;
        this.close = close;
    }

    @Override
    public void addTo(AppRouter router) {
        router.get("/app/v1/account", AppAccess.CUSTOMER, this::get)
                .get("/app/v1/notices", AppAccess.CUSTOMER, this::notices)
                .put("/app/v1/pin", AppAccess.CUSTOMER, this::changePin)
                .post("/app/v1/pin/reset", AppAccess.CUSTOMER, this::resetPin)
                .post("/app/v1/pin/unlock", AppAccess.CUSTOMER, this::unlockPin)
                .get("/app/v1/devices", AppAccess.CUSTOMER, this::devices)
                .post("/app/v1/devices", AppAccess.CUSTOMER, this::bindDevice)
                .delete("/app/v1/devices/{id}", AppAccess.CUSTOMER, this::removeDevice)
                .post("/app/v1/account/number/code", AppAccess.CUSTOMER, this::startNumberChange)
                .put("/app/v1/account/number", AppAccess.CUSTOMER, this::finishNumberChange)
                .get("/app/v1/account/holds", AppAccess.CUSTOMER, this::holds)
                .post("/app/v1/account/freeze", AppAccess.CUSTOMER, this::freeze)
                .post("/app/v1/account/unfreeze", AppAccess.CUSTOMER, this::unfreeze)
                .post("/app/v1/account/close", AppAccess.CUSTOMER, this::close);
    }

    private void get(AppCall call) throws IOException {
        answer(call, desk.customer(call.customerId()));
    }

    private void answer(AppCall call, Customer customer) throws IOException {
        Account wallet = desk.ledger().account(customer.walletAccountId()).orElseThrow();
        call.answer(200, AppJson.object(json -> {
            json.writeStringProperty("id", PublicId.format(Customer.PREFIX, customer.id()));
            json.writeStringProperty("name", customer.name());
            json.writeStringProperty("msisdn", customer.msisdn().masked());
            json.writeStringProperty("status", customer.status().name().toLowerCase(Locale.ROOT));
            json.writeStringProperty("language", customer.language().tag());
            json.writeStringProperty("currency", customer.currency().name());
            json.writeNumberProperty("available_minor", wallet.available());
            json.writeNumberProperty("balance_minor", wallet.balance());
        }));
    }

    private void notices(AppCall call) throws IOException {
        call.answer(200, AppJson.list(desk.notices().of(call.customerId(), MOST_NOTICES), (json, notice) -> {
            json.writeStringProperty("at", notice.at().toString());
            json.writeStringProperty("kind", notice.kind().name().toLowerCase(Locale.ROOT));
            json.writeStringProperty("text", notice.text());
        }));
    }

    private void changePin(AppCall call) throws IOException {
        JsonBody body = call.json();
        char[] old = body.pin("old_pin");
        char[] fresh = body.pin("new_pin");
        body.end();
        try (Pin oldPin = Pin.of(old);
                Pin newPin = Pin.of(fresh)) {
            pins.change(call.customerId(), oldPin, newPin, Fields.place(call));
        } finally {
            Arrays.fill(old, '\0');
            Arrays.fill(fresh, '\0');
        }
        call.answer(200, AppJson.state("changed"));
    }

    private void resetPin(AppCall call) throws IOException {
        JsonBody body = call.json();
        UUID challenge = body.id("challenge", Challenge.PREFIX);
        char[] fresh = body.pin("new_pin");
        body.end();
        try (Pin newPin = Pin.of(fresh)) {
            pins.reset(call.customerId(), challenge, newPin);
        } finally {
            Arrays.fill(fresh, '\0');
        }
        call.answer(200, AppJson.state("reset"));
    }

    private void unlockPin(AppCall call) throws IOException {
        pins.unlock(call.customerId(), challenge(call));
        call.answer(200, AppJson.state("unlocked"));
    }

    private void devices(AppCall call) throws IOException {
        call.answer(200, AppJson.list(devices.ofCustomer(call.customerId()), AccountRoutes::device));
    }

    private static void device(JsonGenerator json, Device device) {
        json.writeStringProperty("id", PublicId.format(Device.PREFIX, device.id()));
        json.writeStringProperty("algorithm", "ed25519");
    }

    private void bindDevice(AppCall call) throws IOException {
        JsonBody body = call.json();
        UUID challenge = body.id("challenge", Challenge.PREFIX);
        byte[] key = Fields.base64(body, "public_key");
        body.end();
        Device device = bind.bind(call.customerId(), challenge, key);
        call.answer(201, AppJson.object(json -> device(json, device)));
    }

    private void removeDevice(AppCall call) throws IOException {
        call.noFields();
        bind.remove(call.customerId(), Query.pathId(Device.PREFIX, call.path("id")));
        call.answer(200, AppJson.state("removed"));
    }

    private void startNumberChange(AppCall call) throws IOException {
        JsonBody body = call.json();
        Msisdn number = body.msisdn("msisdn");
        body.end();
        UUID code = numbers.startChange(call.customerId(), number, call.attempt(number));
        call.answer(201, AppJson.object(json -> json.writeStringProperty("code_id", code.toString())));
    }

    private void finishNumberChange(AppCall call) throws IOException {
        JsonBody body = call.json();
        Msisdn number = body.msisdn("msisdn");
        UUID challenge = body.id("challenge", Challenge.PREFIX);
        UUID codeId = uuid(body, "code_id");
        String code = body.text("code", 1, 16);
        body.end();
        answer(call, numbers.finishChange(call.customerId(), number, challenge, codeId, code, call.attempt(number)));
    }

    private void holds(AppCall call) throws IOException {
        call.answer(200, AppJson.list(holds.of(call.customerId()), AccountRoutes::hold));
    }

    private static void hold(JsonGenerator json, Hold hold) {
        json.writeStringProperty("id", PublicId.format(Hold.PREFIX, hold.id()));
        json.writeStringProperty("authority", hold.authority().wire());
        if (hold.heldMinor() != null) {
            json.writeNumberProperty("held_minor", hold.heldMinor());
        }
        json.writeStringProperty("placed_at", hold.placedAt().toString());
        json.writeStringProperty("state", hold.liftedAt() == null ? "standing" : "lifted");
    }

    /** Needs no proof beyond the session: it only takes power away. */
    private void freeze(AppCall call) throws IOException {
        call.noFields();
        UUID customer = call.customerId();
        Hold hold = holds.place(new Holds.PlaceCommand(
                desk.ids().next(), customer, Hold.Authority.CUSTOMER, null, "by the customer", customer.toString()));
        call.answer(201, AppJson.object(json -> hold(json, hold)));
    }

    private void unfreeze(AppCall call) throws IOException {
        JsonBody body = call.json();
        UUID hold = body.id("hold", Hold.PREFIX);
        UUID challenge = body.id("challenge", Challenge.PREFIX);
        body.end();
        Hold lifted = holds.liftOwn(hold, call.customerId(), challenge);
        call.answer(200, AppJson.object(json -> hold(json, lifted)));
    }

    private void close(AppCall call) throws IOException {
        answer(call, close.execute(call.customerId(), challenge(call)));
    }

    static UUID challenge(AppCall call) {
        JsonBody body = call.json();
        UUID challenge = body.id("challenge", Challenge.PREFIX);
        body.end();
        return challenge;
    }

    static UUID uuid(JsonBody body, String name) {
        try {
            return UUID.fromString(body.text(name, 36, 36));
        } catch (IllegalArgumentException e) {
            throw new FieldRefused(RequestError.INVALID_REQUEST, name, name + " must be as it was given");
        }
    }
}
