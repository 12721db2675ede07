@NullMarked
package io.tongbao.bank.file;

import org.jspecify.annotations.NullMarked;
