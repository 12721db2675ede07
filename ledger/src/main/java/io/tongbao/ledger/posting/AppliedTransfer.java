package io.tongbao.ledger.posting;

import io.tongbao.ledger.Transfer;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A transfer that the journal holds or is about to.
 *
 * @param transfer with accounts, ledger, code and amount resolved
 * @param requestHash first 128 bits of SHA-256 over the whole linked request, see {@link RequestHash}
 * @param linkGroup id of the chain's first transfer; null when it stands alone
 * @param ordinal place in its batch
 * @param ts microseconds since 1970
 */
public record AppliedTransfer(
        Transfer transfer, UUID requestHash, @Nullable UUID linkGroup, int ordinal, long ts) {}
