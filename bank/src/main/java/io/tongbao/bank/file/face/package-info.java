/** The sandbox bank's file face: reads batches from a directory, applies them to its books, writes results and statements; served by SFTP and FTP. */
@NullMarked
package io.tongbao.bank.file.face;

import org.jspecify.annotations.NullMarked;
