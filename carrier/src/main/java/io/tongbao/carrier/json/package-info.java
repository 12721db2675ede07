/** JSON as partners write it: read strictly and within bounds, amounts exact. */
@NullMarked
package io.tongbao.carrier.json;

import org.jspecify.annotations.NullMarked;
