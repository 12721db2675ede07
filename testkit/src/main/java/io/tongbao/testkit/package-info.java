/** What tests share: real databases that cost milliseconds, a clock they turn, and randomness they can repeat. */
@NullMarked
package io.tongbao.testkit;

import org.jspecify.annotations.NullMarked;
