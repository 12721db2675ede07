/**
 * Banks that speak JSON over HTTPS, each message signed by its sender. The wire is described in {@code docs/guide/add-a-bank.md}; what a
 * bank does differently is settings.
 */
@NullMarked
package io.tongbao.bank.http;

import org.jspecify.annotations.NullMarked;
