/**
 * Banks that work by files: instructions become durable rows, rows become batches, batches become files at the bank, and the bank's
 * result files become answers. Nothing here has threads of its own: the server's job calls {@link io.tongbao.bank.file.FileBank#tick}.
 */
@NullMarked
package io.tongbao.bank.file;

import org.jspecify.annotations.NullMarked;
