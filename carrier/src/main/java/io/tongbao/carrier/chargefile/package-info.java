/** The carrier's list of one day's charges as a file. */
@NullMarked
package io.tongbao.carrier.chargefile;

import org.jspecify.annotations.NullMarked;
