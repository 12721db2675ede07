package io.tongbao.bench.replay;

import java.util.UUID;

/**
 * A name of the log as the database knows it.
 *
 * @param id of the customer, or of the operator as a provider
 * @param accountId its ledger account
 * @param openingMinor what it opens with; 0 for operators
 * @param opened whether the opening balance is known to be posted
 * @param fileId log in which it was seen first
 * @param firstRow row of that log
 */
record Party(UUID id, long accountId, long openingMinor, boolean opened, int fileId, long firstRow) {

    /** A name in its role. */
    record Key(PartyRole role, String name) {}

    /** Where a name was seen for the first time in a block, and what it opens with. */
    record Sighting(long row, long openingMinor) {}
}
