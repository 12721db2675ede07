package io.tongbao.server.wiring;

import io.tongbao.bank.http.HttpCallbacks;
import io.tongbao.bank.http.HttpKind;
import io.tongbao.carrier.CallbackReceiver;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Where partners call us: {@code POST /partners/bank/{id}/callback}, sealed by the bank, and {@code POST /partners/carrier/{id}/events}, with the
 * token that we gave the carrier. Nothing is answered 200 that is not durable.
 */
final class PartnerServlet extends HttpServlet {

    static final String PATHS = "/partners/*";

    private static final long serialVersionUID = 1L;
    private static final String CARRIERS = "/partners/carrier/";
    private static final String EVENTS = "/events";

    private final transient HttpKind banks;
    private final transient OpenedPartners partners;

    PartnerServlet(HttpKind banks, OpenedPartners partners) {
        this.banks = banks;
        this.partners = partners;
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        byte[] body = request.getInputStream().readNBytes(HttpCallbacks.MOST_BYTES + 1);
        String path = request.getRequestURI();
        if (path.startsWith(CARRIERS) && path.endsWith(EVENTS)) {
            response.setStatus(event(request, path, body));
            return;
        }
        Map<String, String> headers = new HashMap<>();
        for (String name : Collections.list(request.getHeaderNames())) {
            headers.put(name, request.getHeader(name));
        }
        HttpCallbacks.Answer answer = banks.callbacks().handle(request.getMethod(), path, headers, body);
        response.setStatus(answer.status());
        response.setContentType("application/json");
        response.getOutputStream().write(answer.body());
    }

    private int event(HttpServletRequest request, String path, byte[] body) {
        if (!request.getMethod().equals("POST")) {
            return HttpServletResponse.SC_METHOD_NOT_ALLOWED;
        }
        if (body.length > HttpCallbacks.MOST_BYTES) {
            return HttpServletResponse.SC_REQUEST_ENTITY_TOO_LARGE;
        }
        Optional<CallbackReceiver> receiver = path.length() > CARRIERS.length() + EVENTS.length()
                ? partners.receiver(path.substring(CARRIERS.length(), path.length() - EVENTS.length()))
                : Optional.empty();
        return receiver.map(carrier -> carrier.receive(request.getHeader("Authorization"), body))
                .orElse(HttpServletResponse.SC_NOT_FOUND);
    }
}
