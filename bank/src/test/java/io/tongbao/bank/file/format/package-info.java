@NullMarked
package io.tongbao.bank.file.format;

import org.jspecify.annotations.NullMarked;
