package io.tongbao.merchant.http;

import io.tongbao.edge.FieldRefused;
import io.tongbao.edge.JsonBody;
import io.tongbao.edge.Query;
import io.tongbao.edge.Router;
import io.tongbao.kernel.PublicId;
import io.tongbao.kernel.RequestError;
import io.tongbao.merchant.Provider;
import io.tongbao.merchant.webhook.DeliveryState;
import io.tongbao.merchant.webhook.EndpointStatus;
import io.tongbao.merchant.webhook.WebhookDeliveries;
import io.tongbao.merchant.webhook.WebhookDelivery;
import io.tongbao.merchant.webhook.WebhookDispatcher;
import io.tongbao.merchant.webhook.WebhookEndpoint;
import io.tongbao.merchant.webhook.WebhookEndpoints;
import io.tongbao.outbox.Event;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** A provider's webhook endpoints, their secrets, the delivery log and resending. */
public final class WebhooksController implements ApiRoutes {

    private final WebhookEndpoints endpoints;
    private final WebhookDeliveries deliveries;
    private final WebhookDispatcher dispatcher;

    public WebhooksController(WebhookEndpoints endpoints, WebhookDeliveries deliveries, WebhookDispatcher dispatcher) {
        this.endpoints = endpoints;
        this.deliveries = deliveries;
        this.dispatcher = dispatcher;
    }

    @Override
    public void addTo(Router<ApiCall> router) {
        router.post("/v1/webhook-endpoints", this::create)
                .get("/v1/webhook-endpoints", this::list)
                .get("/v1/webhook-endpoints/{id}", this::byId)
                .delete("/v1/webhook-endpoints/{id}", this::delete)
                .post("/v1/webhook-endpoints/{id}/pause", this::pause)
                .post("/v1/webhook-endpoints/{id}/activate", this::activate)
                .post("/v1/webhook-endpoints/{id}/rotate-secret", this::rotate)
                .get("/v1/webhook-deliveries", this::deliveries)
                .post("/v1/webhook-deliveries/{id}/resend", this::resend);
    }

    /** The secret is in the answer, this once. */
    private void create(ApiCall call) throws IOException {
        Provider provider = call.provider();
        JsonBody body = call.json();
        String url = body.text("url", 1, 2000);
        List<String> types = body.texts("event_types", 32);
        boolean paused = body.flag("paused", false);
        body.end();
        answerWithSecret(
                call, 201, endpoints.create(provider.id(), call.idempotency().key(), url, types, paused));
    }

    private void list(ApiCall call) throws IOException {
        List<byte[]> items = endpoints.list(call.provider().id()).stream()
                .map(WebhooksController::json)
                .toList();
        call.answer(200, Lists.list(items, null));
    }

    private void byId(ApiCall call) throws IOException {
        String id = call.path("id");
        call.answer(200, json(endpoints.get(call.provider().id(), endpointId(id))));
    }

    private void delete(ApiCall call) throws IOException {
        String id = call.path("id");
        call.noFields();
        setStatus(call, id, EndpointStatus.DELETED);
    }

    /** Deliveries are recorded and wait. */
    private void pause(ApiCall call) throws IOException {
        String id = call.path("id");
        call.noFields();
        setStatus(call, id, EndpointStatus.PAUSED);
    }

    /** Ends a pause, or brings back an endpoint that was disabled by 410. */
    private void activate(ApiCall call) throws IOException {
        String id = call.path("id");
        call.noFields();
        setStatus(call, id, EndpointStatus.ACTIVE);
        dispatcher.wake();
    }

    /** A new secret, shown this once; the old one signs beside it for a day. */
    private void rotate(ApiCall call) throws IOException {
        String id = call.path("id");
        UUID endpoint = endpointId(id);
        call.noFields();
        answerWithSecret(
                call,
                200,
                endpoints.rotate(
                        call.provider().id(), endpoint, call.idempotency().key()));
    }

    /** The delivery log, newest first. */
    private void deliveries(ApiCall call) throws IOException {
        Provider provider = call.provider();
        Query query = call.query();
        @Nullable String endpoint = query.text("endpoint_id");
        Set<DeliveryState> states = query.choices("state", DeliveryState.class);
        @Nullable String cursor = query.text("cursor");
        int limit = query.limit();
        query.end();
        List<WebhookDelivery> page = deliveries.list(
                provider.id(),
                endpoint == null ? null : endpointId(endpoint),
                states.size() == 1 ? states.iterator().next() : null,
                cursor == null ? null : cursor(cursor),
                limit);
        String next = page.size() < limit
                ? null
                : PublicId.format(WebhookDelivery.PREFIX, page.getLast().id());
        call.answer(200, Lists.list(page.stream().map(WebhooksController::json).toList(), next));
    }

    /** Sends a delivery again now, whatever became of it. */
    private void resend(ApiCall call) throws IOException {
        String id = call.path("id");
        Provider provider = call.provider();
        call.noFields();
        WebhookDelivery delivery = deliveries.resend(provider.id(), Query.pathId(WebhookDelivery.PREFIX, id));
        dispatcher.wake();
        call.answer(202, json(delivery));
    }

    private void setStatus(ApiCall call, String id, EndpointStatus status) throws IOException {
        call.answer(200, json(endpoints.setStatus(call.provider().id(), endpointId(id), status)));
    }

    private static UUID endpointId(String id) {
        return Query.pathId(WebhookEndpoint.PREFIX, id);
    }

    private static UUID cursor(String cursor) {
        return PublicId.parse(WebhookDelivery.PREFIX, cursor)
                .orElseThrow(() -> new FieldRefused(
                        RequestError.INVALID_CURSOR, "cursor", "use next_cursor of the page before as it is"));
    }

    private static void answerWithSecret(ApiCall call, int status, WebhookEndpoints.WithSecret made)
            throws IOException {
        call.answer(status, Lists.json(json -> {
            members(json, made.endpoint());
            json.writeStringProperty("secret", made.secret());
        }));
    }

    private static byte[] json(WebhookEndpoint endpoint) {
        return Lists.json(json -> members(json, endpoint));
    }

    private static void members(JsonGenerator json, WebhookEndpoint endpoint) {
        json.writeStringProperty("id", PublicId.format(WebhookEndpoint.PREFIX, endpoint.id()));
        json.writeStringProperty("url", endpoint.url());
        json.writeArrayPropertyStart("event_types");
        endpoint.eventTypes().forEach(json::writeString);
        json.writeEndArray();
        json.writeStringProperty("status", endpoint.status().name().toLowerCase(Locale.ROOT));
        json.writeStringProperty("created_at", Lists.time(endpoint.createdTs()));
    }

    private static byte[] json(WebhookDelivery delivery) {
        return Lists.json(json -> {
            json.writeStringProperty("id", PublicId.format(WebhookDelivery.PREFIX, delivery.id()));
            json.writeStringProperty("endpoint_id", PublicId.format(WebhookEndpoint.PREFIX, delivery.endpointId()));
            json.writeStringProperty("event_id", PublicId.format(Event.PREFIX, delivery.eventId()));
            json.writeStringProperty("event_type", delivery.eventType());
            json.writeStringProperty("state", delivery.state().name().toLowerCase(Locale.ROOT));
            json.writeNumberProperty("attempts", delivery.attempts());
            json.writeStringProperty("created_at", Lists.time(delivery.createdTs()));
            if (delivery.state() == DeliveryState.PENDING) {
                json.writeStringProperty("next_attempt_at", Lists.time(delivery.nextAttemptTs()));
            }
            if (delivery.lastAttemptTs() > 0) {
                json.writeStringProperty("last_attempt_at", Lists.time(delivery.lastAttemptTs()));
            }
            Integer status = delivery.lastStatus();
            if (status != null) {
                json.writeNumberProperty("last_status", status);
            }
            if (delivery.lastError() != null) {
                json.writeStringProperty("last_error", delivery.lastError());
            }
        });
    }
}
