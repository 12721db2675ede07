package io.tongbao.web.signin;

/** Who may use a route of the customers' API. */
public enum AppAccess {
    /** Anybody. */
    OPEN,
    /** Somebody who is signed in. */
    CUSTOMER,
    /** Somebody who has proved who they are within the last {@link AppRouter#FRESH}. */
    FRESH
}
