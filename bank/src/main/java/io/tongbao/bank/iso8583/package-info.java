/**
 * Banks over ISO 8583:1987 and long TCP connections.
 *
 * <p>On the wire: {@code 0200} debit (processing code 00), refund (20), credit (26); {@code 0220} where a bank takes credits as advices;
 * {@code 0400} reversal, {@code 0401} its repeats; {@code 0600} inquiry; {@code 0100} agreements (90 sign-up, 91 its code, 92 a code for a
 * debit, 93 end, 94 freeze, 95 unfreeze); {@code 0800} with field 70: 001 sign-on, 002 sign-off, 101 key exchange, 301 echo. Field 48 holds
 * what ISO 8583 has no place for ({@link io.tongbao.bank.iso8583.Tags}), above all the instruction's id.
 */
@NullMarked
package io.tongbao.bank.iso8583;

import org.jspecify.annotations.NullMarked;
