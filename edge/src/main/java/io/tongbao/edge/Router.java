package io.tongbao.edge;

import io.tongbao.kernel.Refused;
import io.tongbao.kernel.RequestError;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Which handler answers which method and path. Templates have fixed parts and whole variable ones, {@code
 * /v1/payments/{id}/refunds}; a fixed part wins over a
 * variable one and there is no way back, so no id may look like a fixed part beside it. Filled once, then read by many threads.
 *
 * @param <C> the call handed to the handlers
 */
public final class Router<C extends HttpCall> {

    private static final int MAX_PARTS = 16;

    /** Answers a call through the call itself. */
    @FunctionalInterface
    public interface Handler<C> {
        void handle(C call) throws IOException;
    }

    /**
     * A method and a template with its handler.
     *
     * @param readsOwnBody whether the handler reads the body, within a bound of its own
     */
    public record Route<C>(String method, String template, Handler<C> handler, boolean readsOwnBody) {}

    /** A route with the values of its variable parts. */
    public record Match<C>(Route<C> route, Map<String, String> values) {}

    private static final class Node<C> {
        final Map<String, Node<C>> fixed = new HashMap<>();
        final Map<String, Route<C>> routes = new TreeMap<>();

        @Nullable
        Node<C> variable;

        String variableName = "";
    }

    private final Node<C> root = new Node<>();
    private final List<Route<C>> all = new ArrayList<>();

    public Router<C> get(String template, Handler<C> handler) {
        return on("GET", template, handler);
    }

    public Router<C> post(String template, Handler<C> handler) {
        return on("POST", template, handler);
    }

    /** As {@link #post}, for a handler that reads the body itself. */
    public Router<C> postOwnBody(String template, Handler<C> handler) {
        return on("POST", template, handler, true);
    }

    public Router<C> put(String template, Handler<C> handler) {
        return on("PUT", template, handler);
    }

    public Router<C> delete(String template, Handler<C> handler) {
        return on("DELETE", template, handler);
    }

    private Router<C> on(String method, String template, Handler<C> handler) {
        return on(method, template, handler, false);
    }

    private Router<C> on(String method, String template, Handler<C> handler, boolean readsOwnBody) {
        if (!template.startsWith("/")) {
            throw new IllegalArgumentException("a template begins with /: " + template);
        }
        Node<C> node = root;
        for (String part : template.substring(1).split("/", -1)) {
            if (part.startsWith("{") && part.endsWith("}")) {
                String name = part.substring(1, part.length() - 1);
                if (node.variable == null) {
                    node.variable = new Node<>();
                    node.variableName = name;
                } else if (!node.variableName.equals(name)) {
                    throw new IllegalArgumentException(
                            template + ": the part {" + name + "} is called {" + node.variableName + "} elsewhere");
                }
                node = node.variable;
            } else {
                node = node.fixed.computeIfAbsent(part, key -> new Node<>());
            }
        }
        Route<C> route = new Route<>(method, template, handler, readsOwnBody);
        if (node.routes.putIfAbsent(method, route) != null) {
            throw new IllegalArgumentException(method + " " + template + " is taken");
        }
        all.add(route);
        return this;
    }

    /** Every route, in the order they were added. */
    public List<Route<C>> routes() {
        return List.copyOf(all);
    }

    /**
     * Finds the route; a HEAD is answered like the GET.
     *
     * @throws NotAllowed when the path is known with other methods only
     * @throws Refused NOT_FOUND when the path is unknown, INVALID_REQUEST when it cannot be decoded
     */
    public Match<C> match(String method, String path) {
        Map<String, String> values = new HashMap<>(4);
        Node<C> node = find(path, values);
        if (node == null || node.routes.isEmpty()) {
            throw new Refused(RequestError.NOT_FOUND);
        }
        Route<C> route = node.routes.get(method.equals("HEAD") ? "GET" : method);
        if (route == null) {
            throw new NotAllowed(String.join(", ", node.routes.keySet()));
        }
        return new Match<>(route, values);
    }

    private @Nullable Node<C> find(String path, Map<String, String> values) {
        Node<C> node = root;
        int from = 1;
        for (int parts = 0; node != null && from <= path.length(); parts++) {
            if (parts == MAX_PARTS) {
                return null;
            }
            int slash = path.indexOf('/', from);
            int end = slash < 0 ? path.length() : slash;
            String part = path.substring(from, end);
            Node<C> next = node.fixed.get(part);
            if (next == null && node.variable != null && !part.isEmpty()) {
                values.put(node.variableName, decoded(part));
                next = node.variable;
            }
            node = next;
            from = end + 1;
            if (slash < 0) {
                return node;
            }
        }
        return from == path.length() + 1 && path.endsWith("/") ? null : node;
    }

    private static String decoded(String part) {
        if (part.indexOf('%') < 0) {
            return part;
        }
        try {
            // A plus sign stands for itself in a path.
            return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new Refused(RequestError.INVALID_REQUEST, "the address is not readable");
        }
    }

    /** The path is known, but not with this method. */
    public static final class NotAllowed extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final String allow;

        private NotAllowed(String allow) {
            super(allow, null, false, false);
            this.allow = allow;
        }

        /** The methods that are, for the header {@code Allow}. */
        public String allow() {
            return allow;
        }
    }
}
