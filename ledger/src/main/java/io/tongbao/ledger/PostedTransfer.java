package io.tongbao.ledger;

/**
 * A transfer as the journal holds it: ids, ledger, code and amount resolved.
 *
 * @param transfer with the amount that moved
 * @param lane lane and batch that committed it
 * @param ordinal place in the batch, from 0
 * @param ts microseconds since 1970
 */
public record PostedTransfer(Transfer transfer, int lane, long batchSeq, int ordinal, long ts) {}
