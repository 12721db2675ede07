/** Keeps partners apart: each has its own threads, its own room and its own fuse, so that one partner's trouble stays its own. */
@NullMarked
package io.tongbao.partner.guard;

import org.jspecify.annotations.NullMarked;
