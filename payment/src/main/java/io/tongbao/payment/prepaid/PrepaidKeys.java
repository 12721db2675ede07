package io.tongbao.payment.prepaid;

import io.tongbao.vault.KeyPurpose;
import io.tongbao.vault.KeyUse;
import io.tongbao.vault.VersionColumn;
import javax.sql.DataSource;

/**
 * What the vault's keys are used for here. The hash of a secret cannot be made anew without the secret: a version stays needed as long
 * as cards with it are there.
 */
public final class PrepaidKeys {

    private PrepaidKeys() {}

    /** The digests of secrets. */
    public static KeyUse lookup(DataSource database) {
        return new VersionColumn(database, KeyPurpose.LOOKUP, "payment.prepaid_card", "lookup_version");
    }
}
