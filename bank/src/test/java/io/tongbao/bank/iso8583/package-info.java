@NullMarked
package io.tongbao.bank.iso8583;

import org.jspecify.annotations.NullMarked;
