package io.tongbao.web.staff;

import io.tongbao.credential.CredentialError;
import io.tongbao.edge.GuardedRouter;
import io.tongbao.kernel.Refused;
import io.tongbao.staff.SignInStaff;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;

/** Routes of the operations console. */
public final class OpsRouter extends GuardedRouter<OpsCall, Access> {

    /** How long a proof is fresh enough to change what one proves oneself with. */
    public static final Duration FRESH = Duration.ofMinutes(10);

    private final SignInStaff signIn;
    private final InstantSource clock;

    OpsRouter(SignInStaff signIn, InstantSource clock) {
        this.signIn = signIn;
        this.clock = clock;
    }

    @Override
    protected void admit(OpsCall call, Access access) throws IOException {
        switch (access) {
            case Access.Open open -> {}
            case Access.Session session -> call.sessionToken();
            case Access.AnyMember member -> call.signedIn(signIn.require(call.sessionTokenOrNull()));
            case Access.FreshMember member -> {
                call.signedIn(signIn.require(call.sessionTokenOrNull()));
                if (call.signedIn().session().provedAt().plus(FRESH).isBefore(clock.instant())) {
                    throw new Refused(CredentialError.FRESH_PROOF_NEEDED);
                }
            }
            case Access.With with -> {
                call.signedIn(signIn.require(call.sessionTokenOrNull()));
                call.member().require(with.permission());
            }
        }
    }
}
