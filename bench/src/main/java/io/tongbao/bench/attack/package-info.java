/** Attacks on our own server: how many guesses get through, and whether answers tell who exists. */
@NullMarked
package io.tongbao.bench.attack;

import org.jspecify.annotations.NullMarked;
