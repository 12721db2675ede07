/** The sandbox bank's ISO 8583 face: real sockets in front of its books. Never part of a production start. */
@NullMarked
package io.tongbao.bank.iso8583.sandbox;

import org.jspecify.annotations.NullMarked;
