package io.tongbao.customer.enterprise;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A customer that is not a person.
 *
 * @param customerId public form {@code cus_…}
 * @param checkerFromMinor payments of this many fen and more need a second operator
 * @param verified whether staff have seen its papers; before, nothing can be paid
 * @param refusal why staff refused the papers, for its operators; null unless they did
 */
public record Enterprise(
        UUID customerId,
        CreditCode creditCode,
        String legalName,
        long checkerFromMinor,
        boolean verified,
        @Nullable String refusal) {

    /** Who may act for it, with an own credential each. */
    public record Operator(UUID enterpriseId, UUID personId, boolean mayMake, boolean mayCheck) {}
}
