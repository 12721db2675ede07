/** How files reach a bank and come back: SFTP with a pinned host key, FTP and FTPS; complete files only, by rename. */
@NullMarked
package io.tongbao.bank.file.transport;

import org.jspecify.annotations.NullMarked;
