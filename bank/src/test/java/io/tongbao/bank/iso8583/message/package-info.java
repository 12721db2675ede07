@NullMarked
package io.tongbao.bank.iso8583.message;

import org.jspecify.annotations.NullMarked;
