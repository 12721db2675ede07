@NullMarked
package io.tongbao.bank.iso8583.mac;

import org.jspecify.annotations.NullMarked;
