@NullMarked
package io.tongbao.bank.file.transport;

import org.jspecify.annotations.NullMarked;
