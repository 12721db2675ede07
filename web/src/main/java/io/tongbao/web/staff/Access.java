package io.tongbao.web.staff;

import io.tongbao.staff.Permission;

/** Who may use a route; every route says so, there is no default. */
public sealed interface Access {

    /** Anybody: the way in. */
    record Open() implements Access {}

    /** Whoever has proved a first factor, to prove the second or to leave. */
    record Session() implements Access {}

    /** Every active member with both factors proved; what exactly may be done is asked by the use case. */
    record AnyMember() implements Access {}

    /** As {@link AnyMember}, proved within the last {@link OpsRouter#FRESH}: to change what one signs in with. */
    record FreshMember() implements Access {}

    /** Members with this permission. */
    record With(Permission permission) implements Access {}

    Access OPEN = new Open();
    Access SESSION = new Session();
    Access MEMBER = new AnyMember();
    Access FRESH = new FreshMember();

    static Access with(Permission permission) {
        return new With(permission);
    }
}
