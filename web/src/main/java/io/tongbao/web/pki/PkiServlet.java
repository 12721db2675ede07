package io.tongbao.web.pki;

import io.tongbao.pki.Authorities;
import io.tongbao.pki.Authority;
import io.tongbao.pki.CrlPublisher;
import io.tongbao.pki.OcspResponder;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.regex.Pattern;

/**
 * For {@code /pki/*}, without authentication and over plain HTTP too, since everything here is signed: {@code
 * {authority}.crl} (RFC 5280), {@code {authority}.cer} (RFC 5280 §4.2.2.1), {@code ocsp} by POST and {@code ocsp/…} by GET (RFC
 * 6960 appendix A).
 */
public final class PkiServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;
    private static final Pattern NAME = Pattern.compile("[a-z0-9-]{1,40}");
    // Each answer with a nonce costs a signature.
    private static final int MOST_AT_ONCE = 32;
    // OCSPResponse { responseStatus tryLater }
    private static final byte[] TRY_LATER = {0x30, 0x03, 0x0A, 0x01, 0x03};
    private static final long CERTIFICATE_SECONDS = Duration.ofDays(1).toSeconds();

    private final transient Authorities authorities;
    private final transient CrlPublisher lists;
    private final transient OcspResponder responder;
    private final transient InstantSource clock;
    private final transient Semaphore places = new Semaphore(MOST_AT_ONCE);

    public PkiServlet(Authorities authorities, CrlPublisher lists, OcspResponder responder, InstantSource clock) {
        this.authorities = authorities;
        this.lists = lists;
        this.responder = responder;
        this.clock = clock;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String path = path(request);
        if (path.startsWith("ocsp/")) {
            // Base 64 has slashes and plus signs; both may come as they are or percent-encoded.
            String base64 = path.substring("ocsp/".length()).replace("+", "%2B");
            ocsp(response, () -> responder.answer(decoded(base64)));
            return;
        }
        int dot = path.lastIndexOf('.');
        String name = dot < 0 ? "" : path.substring(0, dot);
        if (!NAME.matcher(name).matches()) {
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
            return;
        }
        switch (path.substring(dot)) {
            case ".crl" -> crl(response, name);
            case ".cer" -> certificate(response, name);
            default -> response.sendError(HttpServletResponse.SC_NOT_FOUND);
        }
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (!path(request).equals("ocsp")) {
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
            return;
        }
        String type = request.getContentType();
        if (type == null || !type.toLowerCase(Locale.ROOT).startsWith("application/ocsp-request")) {
            response.sendError(HttpServletResponse.SC_UNSUPPORTED_MEDIA_TYPE);
            return;
        }
        byte[] body = request.getInputStream().readNBytes(OcspResponder.MOST_OCTETS + 1);
        ocsp(response, () -> responder.answer(body));
    }

    private static String path(HttpServletRequest request) {
        String uri = request.getRequestURI();
        String prefix = request.getContextPath() + request.getServletPath() + "/";
        return uri.startsWith(prefix) ? uri.substring(prefix.length()) : "";
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.US_ASCII);
        } catch (IllegalArgumentException e) {
            // Not base 64 either: the responder says so in its own words.
            return "%";
        }
    }

    private void crl(HttpServletResponse response, String name) throws IOException {
        Optional<CrlPublisher.RevocationList> list = lists.current(name);
        if (list.isEmpty()) {
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
            return;
        }
        // Short, so that a revocation is seen soon by those who go through a cache.
        long left = Duration.between(clock.instant(), list.get().nextUpdate()).toSeconds();
        response.setDateHeader("Last-Modified", list.get().thisUpdate().toEpochMilli());
        answer(response, "application/pkix-crl", list.get().der(), Math.clamp(left, 0, 60));
    }

    private void certificate(HttpServletResponse response, String name) throws IOException {
        Optional<Authority> authority = authorities.find(name);
        if (authority.isEmpty()) {
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
            return;
        }
        answer(response, "application/pkix-cert", authority.get().certificateDer(), CERTIFICATE_SECONDS);
    }

    /** Asks the responder. */
    private interface Question {
        OcspResponder.Answer ask();
    }

    private void ocsp(HttpServletResponse response, Question question) throws IOException {
        if (!places.tryAcquire()) {
            answer(response, "application/ocsp-response", TRY_LATER, 0);
            return;
        }
        OcspResponder.Answer answer;
        try {
            answer = question.ask();
        } finally {
            places.release();
        }
        answer(response, "application/ocsp-response", answer.der(), answer.cacheSeconds());
    }

    private static void answer(HttpServletResponse response, String type, byte[] content, long cacheSeconds)
            throws IOException {
        response.setContentType(type);
        response.setContentLength(content.length);
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("Cache-Control", cacheSeconds > 0 ? "public, max-age=" + cacheSeconds : "no-store");
        response.getOutputStream().write(content);
    }
}
