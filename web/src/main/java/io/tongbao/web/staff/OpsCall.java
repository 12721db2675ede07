package io.tongbao.web.staff;

import io.tongbao.edge.Exchange;
import io.tongbao.edge.HttpCall;
import io.tongbao.kernel.Refused;
import io.tongbao.staff.Acting;
import io.tongbao.staff.SignInStaff.From;
import io.tongbao.staff.SignInStaff.SignedIn;
import io.tongbao.staff.StaffError;
import io.tongbao.staff.StaffMember;
import io.tongbao.web.security.SessionCookie;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** One request of the operations console. */
public final class OpsCall extends HttpCall {

    private static final int MAX_BROWSER = 120;

    private @Nullable String sessionToken;
    private @Nullable SignedIn signedIn;

    OpsCall(Exchange exchange, String requestId, Locale locale) {
        super(exchange, requestId, locale);
    }

    void session(@Nullable String token) {
        sessionToken = token;
    }

    void signedIn(SignedIn who) {
        signedIn = who;
    }

    @Nullable
    String sessionTokenOrNull() {
        return sessionToken;
    }

    /** The session's token; signed in or half way there. */
    String sessionToken() {
        if (sessionToken == null) {
            throw new Refused(StaffError.STAFF_SIGN_IN_REQUIRED);
        }
        return sessionToken;
    }

    SignedIn signedIn() {
        if (signedIn == null) {
            throw new Refused(StaffError.STAFF_SIGN_IN_REQUIRED);
        }
        return signedIn;
    }

    StaffMember member() {
        return signedIn().member();
    }

    /** The member acting, for the trail. */
    public Acting acting() {
        return Acting.member(member().id(), exchange().remoteAddress(), requestId());
    }

    /** Where it comes from, before anybody is known. */
    From from(@Nullable String browserSecret) {
        String agent = exchange().header("User-Agent");
        String shown = agent == null
                ? "?"
                : agent.codePoints()
                        .filter(c -> !Character.isISOControl(c))
                        .limit(MAX_BROWSER)
                        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                        .toString();
        return new From(exchange().remoteAddress(), shown, browserSecret, requestId());
    }

    From from() {
        return from(SessionCookie.BROWSER.read(exchange()).orElse(null));
    }
}
