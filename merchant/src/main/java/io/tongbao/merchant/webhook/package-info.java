/**
 * Webhooks by Standard Webhooks: providers' endpoints, deliveries made from events set-wise, attempts with back-off on any
 * number of nodes, a log, and resending by hand.
 */
@NullMarked
package io.tongbao.merchant.webhook;

import org.jspecify.annotations.NullMarked;
