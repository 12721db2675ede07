/** ISO 8583:1987 messages and their frames: what is on the wire, without knowing what it means. */
@NullMarked
package io.tongbao.bank.iso8583.message;

import org.jspecify.annotations.NullMarked;
