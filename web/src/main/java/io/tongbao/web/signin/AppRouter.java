package io.tongbao.web.signin;

import io.tongbao.credential.CredentialError;
import io.tongbao.credential.Sessions;
import io.tongbao.edge.Router;
import io.tongbao.edge.Router.Handler;
import io.tongbao.kernel.Refused;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** Routes of which each states who may use it, checked before its handler runs. */
public final class AppRouter {

    /** How long a proof is fresh enough to change what one proves oneself with. */
    public static final Duration FRESH = Duration.ofMinutes(10);

    private final Router<AppCall> router = new Router<>();
    private final List<Rule> rules = new ArrayList<>();
    private final Sessions sessions;
    private final InstantSource clock;

    /** A route and who may use it. */
    public record Rule(String method, String template, AppAccess access) {}

    AppRouter(Sessions sessions, InstantSource clock) {
        this.sessions = sessions;
        this.clock = clock;
    }

    public AppRouter get(String template, AppAccess access, Handler<AppCall> handler) {
        router.get(template, guarded("GET", template, access, handler));
        return this;
    }

    public AppRouter post(String template, AppAccess access, Handler<AppCall> handler) {
        router.post(template, guarded("POST", template, access, handler));
        return this;
    }

    public AppRouter put(String template, AppAccess access, Handler<AppCall> handler) {
        router.put(template, guarded("PUT", template, access, handler));
        return this;
    }

    public AppRouter delete(String template, AppAccess access, Handler<AppCall> handler) {
        router.delete(template, guarded("DELETE", template, access, handler));
        return this;
    }

    Router<AppCall> router() {
        return router;
    }

    /** Every route with its rule, for those who document or test them. */
    public List<Rule> rules() {
        return List.copyOf(rules);
    }

    private Handler<AppCall> guarded(String method, String template, AppAccess access, Handler<AppCall> handler) {
        rules.add(new Rule(method, template, access));
        return call -> {
            if (access != AppAccess.OPEN) {
                call.signedIn(sessions.require(call.tokenOrEmpty()));
                if (access == AppAccess.FRESH
                        && call.session().provedAt().plus(FRESH).isBefore(clock.instant())) {
                    throw new Refused(CredentialError.FRESH_PROOF_NEEDED);
                }
            }
            handler.handle(call);
        };
    }
}
