package io.tongbao.ledger;

/**
 * A line of an account's statement.
 *
 * @param transfer what moved
 * @param balanceAfter posted credits less posted debits after it, minor units
 * @param availableAfter {@code balanceAfter} less what is reserved to leave
 */
public record StatementLine(PostedTransfer transfer, long balanceAfter, long availableAfter) {}
