@NullMarked
package io.tongbao.bank.http;

import org.jspecify.annotations.NullMarked;
