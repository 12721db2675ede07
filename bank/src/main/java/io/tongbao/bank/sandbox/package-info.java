/**
 * The sandbox bank: books of its own on its own disk, trouble on demand, and any number of faces over real sockets. It never sees the
 * platform's database. Never part of a production start.
 */
@NullMarked
package io.tongbao.bank.sandbox;

import org.jspecify.annotations.NullMarked;
