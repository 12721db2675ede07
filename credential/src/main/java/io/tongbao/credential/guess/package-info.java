/** How many wrong guesses are let through, and when: pure functions of what was counted and the time. */
@NullMarked
package io.tongbao.credential.guess;

import org.jspecify.annotations.NullMarked;
