package io.tongbao.web.staff;

import io.tongbao.edge.GuardedRouter;
import io.tongbao.staff.SignInStaff;
import java.io.IOException;

/** Routes of the operations console. */
public final class OpsRouter extends GuardedRouter<OpsCall, Access> {

    private final SignInStaff signIn;

    OpsRouter(SignInStaff signIn) {
        this.signIn = signIn;
    }

    @Override
    protected void admit(OpsCall call, Access access) throws IOException {
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
