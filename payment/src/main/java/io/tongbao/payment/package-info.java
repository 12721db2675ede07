/**
 * Orders and everything that happens to them: purchase, capture, cancellation, refund, transfer between people, cash in and
 * out. This package is the module's API; one use case is one class. Every write on a payment's path is a posting of the
 * ledger: guards judge and change rows, riders insert them, in the lane's one transaction.
 */
@NullMarked
package io.tongbao.payment;

import org.jspecify.annotations.NullMarked;
