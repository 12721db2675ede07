package io.tongbao.bench.replay;

/** One record of a log, numbered from 1 behind the header. */
sealed interface LogRow {

    long number();

    /**
     * A row that can be tried.
     *
     * @param amountMinor minor units, rounded half to even; may be 0 or negative, which the use case refuses
     * @param payer {@code nameOrig}
     * @param payee {@code nameDest}
     * @param payerOpeningMinor what {@code payer} opens with if seen for the first time, ≥ 0
     * @param payeeOpeningMinor the same for {@code payee}; 0 unless it is a customer
     */
    record Movement(
            long number,
            RowAction action,
            long amountMinor,
            String payer,
            String payee,
            long payerOpeningMinor,
            long payeeOpeningMinor,
            String step)
            implements LogRow {}

    /**
     * A row that makes no sense; counted as refused. It opens no accounts.
     *
     * @param code stable, as in {@code refused_by_code}
     * @param detail for people
     */
    record Senseless(long number, String code, String detail) implements LogRow {}
}
