package io.tongbao.server.wiring;

import io.tongbao.customer.PinKeyring;
import io.tongbao.merchant.ApiKeys;
import io.tongbao.merchant.webhook.WebhookEndpoints;
import io.tongbao.vault.KeyUse;
import io.tongbao.vault.Reseal;
import io.tongbao.vault.SealedColumn;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/** All places whose rows need the vault's keys. A test holds this list against the schema. */
public final class KeyOwners {

    private KeyOwners() {}

    /** Sealed values; they move to a new key by themselves. */
    public static List<Reseal> reseals(DataSource database) {
        return List.copyOf(sealed(database));
    }

    /** Sealed values and keyed digests. */
    public static List<KeyUse> uses(DataSource database) {
        List<KeyUse> uses = new ArrayList<>(sealed(database));
        uses.add(PinKeyring.use(database));
        return uses;
    }

    private static List<SealedColumn> sealed(DataSource database) {
        List<SealedColumn> columns = new ArrayList<>();
        columns.add(ApiKeys.sealedSecrets(database));
        columns.addAll(WebhookEndpoints.sealedSecrets(database));
        return columns;
    }
}
