package io.tongbao.web.signin;

import io.tongbao.credential.CredentialError;
import io.tongbao.credential.Sessions;
import io.tongbao.edge.GuardedRouter;
import io.tongbao.kernel.Refused;
import java.time.Duration;
import java.time.InstantSource;

/** Routes of the customers' API. */
public final class AppRouter extends GuardedRouter<AppCall, AppAccess> {

    /** How long a proof is fresh enough to change what one proves oneself with. */
    public static final Duration FRESH = Duration.ofMinutes(10);

    private final Sessions sessions;
    private final InstantSource clock;

    AppRouter(Sessions sessions, InstantSource clock) {
        this.sessions = sessions;
        this.clock = clock;
    }

    @Override
    protected void admit(AppCall call, AppAccess access) {
        if (access == AppAccess.OPEN) {
            return;
        }
        call.signedIn(sessions.require(call.tokenOrEmpty()));
        if (access == AppAccess.FRESH && call.session().provedAt().plus(FRESH).isBefore(clock.instant())) {
            throw new Refused(CredentialError.FRESH_PROOF_NEEDED);
        }
    }
}
