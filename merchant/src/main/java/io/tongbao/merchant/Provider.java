package io.tongbao.merchant;

import io.tongbao.kernel.Currency;
import io.tongbao.kernel.PublicId;
import java.util.UUID;

/**
 * A service provider: a shop that is paid, or an agent for cash.
 *
 * @param id public as {@code sp_…}
 * @param name 1 to 100 characters, shown to payers
 * @param accountId its ledger account: payable of a shop, float of an agent
 * @param currency of that account
 */
public record Provider(
        UUID id, String name, ProviderKind kind, long accountId, Currency currency, ProviderStatus status) {

    /** The prefix of public provider ids. */
    public static final String PREFIX = "sp";

    /** {@code sp_…}. */
    public String publicId() {
        return PublicId.format(PREFIX, id);
    }
}
