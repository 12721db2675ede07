package io.tongbao.web.security;

import io.tongbao.edge.Languages;
import io.tongbao.edge.Problem;
import io.tongbao.kernel.RequestError;
import jakarta.servlet.ServletException;
import java.io.IOException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;

/**
 * Sets the security headers before anybody answers, so that errors of the container carry them, too; and holds strangers at
 * the API back by their address. A valve and no filter: on the API's way it costs two constant headers and one look into an
 * empty map, and nothing of a filter chain.
 */
public final class SecurityHeadersValve extends ValveBase {

    private static final int UNAUTHORISED = 401;

    private final AddressLimits limits;
    private final boolean strictTransport;

    /**
     * @param strictTransport whether every caller comes by TLS: in production
     */
    public SecurityHeadersValve(AddressLimits limits, boolean strictTransport) {
        super(true);
        this.limits = limits;
        this.strictTransport = strictTransport;
    }

    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
        String path = request.getRequestURI() == null ? "" : request.getRequestURI();
        if (strictTransport) {
            response.setHeader("Strict-Transport-Security", SecurityHeaders.STRICT_TRANSPORT);
        }
        if (SecurityHeaders.isApi(path)) {
            response.setHeader("X-Content-Type-Options", "nosniff");
            api(request, response);
            return;
        }
        SecurityHeaders.OF_PAGES.forEach((name, value) -> {
            if (!name.equals("Content-Security-Policy") || !SecurityHeaders.hasOwnPolicy(path)) {
                response.setHeader(name, value);
            }
        });
        getNext().invoke(request, response);
    }

    private void api(Request request, Response response) throws IOException, ServletException {
        String address = request.getRemoteAddr();
        long waitS = limits.strangerWaitsS(address);
        if (waitS > 0) {
            byte[] body = new Problem(RequestError.RATE_LIMITED, null, null, null, "none")
                    .json(Languages.of(request.getHeader("Accept-Language")));
            response.setStatus(RequestError.RATE_LIMITED.httpStatus());
            response.setHeader("Retry-After", Long.toString(waitS));
            response.setContentType(Problem.MEDIA_TYPE);
            response.setContentLength(body.length);
            response.getOutputStream().write(body);
            return;
        }
        getNext().invoke(request, response);
        if (response.getStatus() == UNAUTHORISED) {
            limits.strangerRefused(address);
        }
    }
}
