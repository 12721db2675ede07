/** The carrier's billing system (BOSS) as the platform sees it: charging the phone bill, topping numbers up, knowing subscribers. This package is the module's API. */
@NullMarked
package io.tongbao.carrier;

import org.jspecify.annotations.NullMarked;
