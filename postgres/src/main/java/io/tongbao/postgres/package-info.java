/**
 * PostgreSQL as Tongbao uses it: an embedded, durable server when no URL is configured, checks that refuse a database
 * which could lose acknowledged money, migrations per module, and fast set-wise rows (binary COPY, array parameters).
 */
@NullMarked
package io.tongbao.postgres;

import org.jspecify.annotations.NullMarked;
