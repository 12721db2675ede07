package io.tongbao.bank;

import io.tongbao.kernel.Money;
import java.time.LocalDate;
import java.util.List;

/**
 * The bank's own account of one day; opening + credits − debits = closing was checked when it was read.
 *
 * @param file the statement as received, for the archive
 */
public record BankStatement(LocalDate day, Money opening, Money closing, List<StatementLine> lines, byte[] file) {

    public BankStatement {
        lines = List.copyOf(lines);
        file = file.clone();
    }

    @Override
    public byte[] file() {
        return file.clone();
    }
}
