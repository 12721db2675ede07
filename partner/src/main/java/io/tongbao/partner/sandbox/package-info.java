/** What sandbox partners share: trouble on demand, and books of their own on disk. Never part of a production start. */
@NullMarked
package io.tongbao.partner.sandbox;

import org.jspecify.annotations.NullMarked;
