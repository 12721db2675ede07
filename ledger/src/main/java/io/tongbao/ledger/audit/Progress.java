package io.tongbao.ledger.audit;

/** Told how far a long check has come, about every two seconds once two seconds have passed. */
@FunctionalInterface
public interface Progress {

    Progress SILENT = (step, done, total) -> {};

    /**
     * @param step what is being done, for people
     * @param total 0 when not known
     */
    void at(String step, long done, long total);
}
