/**
 * What all parties outside have in common, whatever they are and whatever they speak: an answer may be yes, no, later or missing,
 * and a missing one is resolved by inquiry. This package is the module's API.
 */
@NullMarked
package io.tongbao.partner;

import org.jspecify.annotations.NullMarked;
