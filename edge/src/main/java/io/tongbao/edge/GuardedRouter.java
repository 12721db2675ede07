package io.tongbao.edge;

import io.tongbao.edge.Router.Handler;
import java.io.IOException;

/**
 * Routes of which each states who may use it, checked before its handler runs. There is no way to add one without.
 *
 * @param <C> the call handed to the handlers
 * @param <A> what a route can ask of a caller
 */
public abstract class GuardedRouter<C extends HttpCall, A> {

    private final Router<C> router = new Router<>();

    /** Proves that the caller has this access, or throws {@link io.tongbao.kernel.Refused}. */
    protected abstract void admit(C call, A access) throws IOException;

    public final GuardedRouter<C, A> get(String template, A access, Handler<C> handler) {
        router.get(template, guarded(access, handler));
        return this;
    }

    public final GuardedRouter<C, A> post(String template, A access, Handler<C> handler) {
        router.post(template, guarded(access, handler));
        return this;
    }

    /** As {@link #post} with a larger bound on the body, which is read once the caller's access is proved. */
    public final GuardedRouter<C, A> postLarge(String template, A access, int mostBytes, Handler<C> handler) {
        router.postOwnBody(template, call -> {
            admit(call, access);
            call.readBody(mostBytes);
            handler.handle(call);
        });
        return this;
    }

    public final GuardedRouter<C, A> put(String template, A access, Handler<C> handler) {
        router.put(template, guarded(access, handler));
        return this;
    }

    public final GuardedRouter<C, A> delete(String template, A access, Handler<C> handler) {
        router.delete(template, guarded(access, handler));
        return this;
    }

    /** What a servlet answers by. */
    public final Router<C> router() {
        return router;
    }

    private Handler<C> guarded(A access, Handler<C> handler) {
        return call -> {
            admit(call, access);
            handler.handle(call);
        };
    }
}
