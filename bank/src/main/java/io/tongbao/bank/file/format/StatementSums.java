package io.tongbao.bank.file.format;

import io.tongbao.bank.StatementLine;

/** Adds a statement's lines up and holds them against its balances. */
final class StatementSums {

    private final long opening;
    private long credits;
    private long debits;

    StatementSums(long opening) {
        this.opening = opening;
    }

    void add(StatementLine line) throws FileRefused {
        if (line.credit()) {
            credits = Amounts.add(credits, line.amount().minor());
        } else {
            debits = Amounts.add(debits, line.amount().minor());
        }
    }

    long opening() {
        return opening;
    }

    long credits() {
        return credits;
    }

    long debits() {
        return debits;
    }

    void requireClosing(long closing) throws FileRefused {
        if (Amounts.add(Amounts.add(opening, credits), -debits) != closing) {
            throw new FileRefused("opening " + opening + " + credits " + credits + " - debits " + debits
                    + " is not closing " + closing + " (minor units)");
        }
    }
}
