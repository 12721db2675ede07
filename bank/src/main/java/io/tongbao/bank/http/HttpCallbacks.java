package io.tongbao.bank.http;

import io.tongbao.bank.http.wire.BadSeal;
import io.tongbao.bank.http.wire.Json;
import io.tongbao.bank.http.wire.Seal;
import io.tongbao.bank.http.wire.Unreadable;
import io.tongbao.bank.http.wire.WireObject;
import io.tongbao.partner.LateAnswers;
import io.tongbao.partner.PartnerAnswer;
import io.tongbao.partner.PartnerId;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What banks tell us on their own account: {@code POST /partners/bank/{id}/callback}. Pure of any server; whoever listens hands over method,
 * path, headers and body. Acknowledged only when it is durable, so a bank repeats what we could not keep. Thread-safe.
 */
public final class HttpCallbacks {

    /** Longest body, bytes; the listener should refuse more before reading it. */
    public static final int MOST_BYTES = 256 * 1024;

    private static final Logger LOG = LoggerFactory.getLogger(HttpCallbacks.class);
    private static final String PREFIX = "/partners/bank/";
    private static final String SUFFIX = "/callback";

    /** @param body JSON */
    public record Answer(int status, byte[] body) {}

    private record Listener(Seal seal, LateAnswers late) {}

    private final Map<PartnerId, Listener> listeners = new ConcurrentHashMap<>();

    HttpCallbacks() {}

    /** Where this bank must call. */
    public static String pathOf(PartnerId bank) {
        return PREFIX + bank + SUFFIX;
    }

    void register(PartnerId bank, Seal seal, LateAnswers late) {
        listeners.put(bank, new Listener(seal, late));
    }

    void remove(PartnerId bank) {
        listeners.remove(bank);
    }

    /**
     * @param path without query
     * @param headers the last value of each, names in any case
     * @return 200 when it is kept; 400 unreadable, 401 not sealed by the bank, 404 no such bank, 405, 413, 503 not kept: repeat it
     */
    public Answer handle(String method, String path, Map<String, String> headers, byte[] body) {
        if (!path.startsWith(PREFIX) || !path.endsWith(SUFFIX) || path.length() <= PREFIX.length() + SUFFIX.length()) {
            return answer(404, "no such path");
        }
        PartnerId bank;
        try {
            bank = new PartnerId(path.substring(PREFIX.length(), path.length() - SUFFIX.length()));
        } catch (IllegalArgumentException e) {
            return answer(404, "no such bank");
        }
        Listener listener = listeners.get(bank);
        if (listener == null) {
            return answer(404, "no such bank");
        }
        if (!method.equals("POST")) {
            return answer(405, "use POST");
        }
        if (body.length > MOST_BYTES) {
            return answer(413, "too long");
        }
        try {
            listener.seal().checkRequest(method, path, headers, body);
        } catch (BadSeal e) {
            LOG.warn("a callback for {} was refused: {}", bank, e.reason());
            return answer(401, e.reason());
        }
        return sealed(bank, listener.late(), body);
    }

    private static Answer sealed(PartnerId bank, LateAnswers late, byte[] body) {
        UUID id;
        PartnerAnswer answer;
        try {
            WireObject object = WireObject.parse(body);
            id = object.id("id");
            answer = HttpAnswers.instruction(object);
        } catch (Unreadable e) {
            LOG.warn("a callback of {} cannot be read: {}", bank, e.reason());
            return answer(400, e.reason());
        }
        try {
            late.arrived(bank, id, answer);
        } catch (RuntimeException e) {
            // Whatever kept it from being durable: the bank must tell it again.
            LOG.warn("a callback of {} could not be kept", bank, e);
            return answer(503, "not kept; say it again");
        }
        return answer(200, "kept");
    }

    private static Answer answer(int status, String what) {
        return new Answer(status, Json.write(Map.of("result", what)));
    }
}
