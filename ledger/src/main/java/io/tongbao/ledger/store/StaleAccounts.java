package io.tongbao.ledger.store;

/** Another writer changed an account that the lane believed to know; the batch must run again from the database. */
final class StaleAccounts extends RuntimeException {

    private static final long serialVersionUID = 1L;

    StaleAccounts() {
        super("an account changed behind the lane's back", null, false, false);
    }
}
