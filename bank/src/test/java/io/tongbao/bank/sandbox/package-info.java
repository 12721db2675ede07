@NullMarked
package io.tongbao.bank.sandbox;

import org.jspecify.annotations.NullMarked;
