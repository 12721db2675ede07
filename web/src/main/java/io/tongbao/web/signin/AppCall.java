package io.tongbao.web.signin;

import io.tongbao.credential.AccessChannel;
import io.tongbao.credential.Attempt;
import io.tongbao.credential.CredentialError;
import io.tongbao.credential.Session;
import io.tongbao.credential.Subject;
import io.tongbao.credential.SubjectKind;
import io.tongbao.edge.Exchange;
import io.tongbao.edge.HttpCall;
import io.tongbao.kernel.Msisdn;
import io.tongbao.kernel.Refused;
import io.tongbao.web.security.SessionCookie;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One request of a customer's browser or app. */
public final class AppCall extends HttpCall {

    private static final int MAX_BROWSER = 120;

    private @Nullable String token;
    private @Nullable Session session;

    AppCall(Exchange exchange, String requestId, Locale locale) {
        super(exchange, requestId, locale);
    }

    void token(@Nullable String sessionToken) {
        token = sessionToken;
    }

    void signedIn(Session current) {
        if (current.subject().kind() != SubjectKind.CUSTOMER) {
            throw new Refused(CredentialError.NOT_SIGNED_IN);
        }
        session = current;
    }

    String tokenOrEmpty() {
        return token == null ? "" : token;
    }

    /** The session; only on routes that ask for one. */
    public Session session() {
        if (session == null) {
            throw new Refused(CredentialError.NOT_SIGNED_IN);
        }
        return session;
    }

    public Subject subject() {
        return session().subject();
    }

    public UUID customerId() {
        return subject().id();
    }

    /** This request as a try to be the customer of a number: the same target whether there is one or not. */
    public Attempt attempt(Msisdn claimed) {
        return attempt(claimed, SessionCookie.BROWSER.read(exchange()).orElse(null));
    }

    /** The same for a browser that has just been given its secret. */
    Attempt attempt(Msisdn claimed, @Nullable String browserSecret) {
        return new Attempt(
                "customer:" + claimed.e164(), AccessChannel.WEB, exchange().remoteAddress(), browserSecret);
    }

    /** What the browser says it is, without control characters. */
    String browser() {
        String agent = exchange().header("User-Agent");
        return agent == null
                ? "?"
                : agent.codePoints()
                        .filter(c -> !Character.isISOControl(c))
                        .limit(MAX_BROWSER)
                        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                        .toString();
    }
}
