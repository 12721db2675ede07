package io.tongbao.payment.card;

import java.time.Duration;

/**
 * Bounds on cards.
 *
 * @param mostPerCustomer active and waiting ones together
 * @param mostHolders customers who may have the same card at a time
 * @param mostPerHour bindings a customer may begin in an hour: whoever tests stolen numbers needs many
 * @param mostPerDay the same in 24 hours
 * @param codeTries wrong codes for one binding
 * @param signUpLasts how long a binding waits for the customer
 * @param warnBefore how long before its last day a card is told to expire
 * @param tokenKept how long after its end an agreement's token is kept for what is under way
 */
public record CardPolicy(
        int mostPerCustomer,
        int mostHolders,
        int mostPerHour,
        int mostPerDay,
        int codeTries,
        Duration signUpLasts,
        Duration warnBefore,
        Duration tokenKept) {

    public static final CardPolicy DEFAULT =
            new CardPolicy(20, 1, 5, 10, 5, Duration.ofHours(24), Duration.ofDays(30), Duration.ofDays(90));
}
