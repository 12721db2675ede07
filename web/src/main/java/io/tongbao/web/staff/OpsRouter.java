package io.tongbao.web.staff;

import io.tongbao.edge.Router;
import io.tongbao.edge.Router.Handler;
import io.tongbao.staff.SignInStaff;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Routes of which each states who may use it, checked before its handler runs. */
public final class OpsRouter {

    private final Router<OpsCall> router = new Router<>();
    private final List<Rule> rules = new ArrayList<>();
    private final SignInStaff signIn;

    /** A route and who may use it. */
    public record Rule(String method, String template, Access access) {}

    OpsRouter(SignInStaff signIn) {
        this.signIn = signIn;
    }

    public OpsRouter get(String template, Access access, Handler<OpsCall> handler) {
        router.get(template, guarded("GET", template, access, handler));
        return this;
    }

    public OpsRouter post(String template, Access access, Handler<OpsCall> handler) {
        router.post(template, guarded("POST", template, access, handler));
        return this;
    }

    public OpsRouter put(String template, Access access, Handler<OpsCall> handler) {
        router.put(template, guarded("PUT", template, access, handler));
        return this;
    }

    public OpsRouter delete(String template, Access access, Handler<OpsCall> handler) {
        router.delete(template, guarded("DELETE", template, access, handler));
        return this;
    }

    Router<OpsCall> router() {
        return router;
    }

    /** Every route with its rule, for those who document or test them. */
    public List<Rule> rules() {
        return List.copyOf(rules);
    }

    private Handler<OpsCall> guarded(String method, String template, Access access, Handler<OpsCall> handler) {
        rules.add(new Rule(method, template, access));
        return call -> {
            admit(call, access);
            handler.handle(call);
        };
    }

    private void admit(OpsCall call, Access access) throws IOException {
        switch (access) {
            case Access.Open open -> {}
            case Access.Session session -> call.sessionToken();
            case Access.AnyMember member -> call.signedIn(signIn.require(call.sessionTokenOrNull()));
            case Access.With with -> {
                call.signedIn(signIn.require(call.sessionTokenOrNull()));
                call.member().require(with.permission());
            }
        }
    }
}
