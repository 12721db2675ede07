/** The sandbox bank's face that speaks signed JSON. */
@NullMarked
package io.tongbao.bank.http.sandbox;

import org.jspecify.annotations.NullMarked;
