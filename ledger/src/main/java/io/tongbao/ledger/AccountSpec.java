package io.tongbao.ledger;

import java.util.Set;

/**
 * An account to open. Opening the same spec again is a no-op; another spec under the same id is an error.
 *
 * @param id positive
 * @param ledger see {@link Account#ledger()}
 * @param code chart of accounts, 1 to 65535
 */
public record AccountSpec(long id, int ledger, int code, Set<AccountFlag> flags) {

    public AccountSpec {
        if (id <= 0) {
            throw new IllegalArgumentException("account id must be positive");
        }
        if (ledger <= 0) {
            throw new IllegalArgumentException("ledger must be positive");
        }
        if (code < 1 || code > 65_535) {
            throw new IllegalArgumentException("code must be 1 to 65535");
        }
        flags = Set.copyOf(flags);
    }
}
