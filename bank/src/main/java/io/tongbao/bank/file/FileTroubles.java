package io.tongbao.bank.file;

import io.tongbao.partner.PartnerId;

/** Where staff learn that a bank's file was refused, or that ours cannot be written again as it was. */
@FunctionalInterface
public interface FileTroubles {

    /**
     * May be told twice.
     *
     * @param file its name; refused files are kept in the bank's {@code bad} directory under that name and the start of their digest
     * @param what is wrong; names no account and nobody
     * @throws RuntimeException when it could not be taken; it is told again with the next cycle
     */
    void refused(PartnerId partner, String file, String what);
}
