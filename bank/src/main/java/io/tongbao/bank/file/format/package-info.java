/** What is in the files: closed formats, each both writer and reader of batches, results and statements; no I/O but the given streams. */
@NullMarked
package io.tongbao.bank.file.format;

import org.jspecify.annotations.NullMarked;
