package io.tongbao.server.wiring;

import io.tongbao.credential.CredentialKeys;
import io.tongbao.customer.PinKeyring;
import io.tongbao.customer.identity.IdentityKeys;
import io.tongbao.merchant.ApiKeys;
import io.tongbao.merchant.webhook.WebhookEndpoints;
import io.tongbao.payment.card.CardKeys;
import io.tongbao.payment.prepaid.PrepaidKeys;
import io.tongbao.pki.Authorities;
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
        List<Reseal> reseals = new ArrayList<>(sealed(database));
        reseals.add(new IdentityKeys.Lookup(database));
        reseals.add(new CardKeys.Lookup(database));
        return reseals;
    }

    /** Sealed values and keyed digests. */
    public static List<KeyUse> uses(DataSource database) {
        List<KeyUse> uses = new ArrayList<>(sealed(database));
        uses.add(PinKeyring.use(database));
        uses.add(new IdentityKeys.Lookup(database));
        uses.add(new CardKeys.Lookup(database));
        uses.add(PrepaidKeys.lookup(database));
        return uses;
    }

    private static List<SealedColumn> sealed(DataSource database) {
        List<SealedColumn> columns = new ArrayList<>();
        columns.add(ApiKeys.sealedSecrets(database));
        columns.addAll(WebhookEndpoints.sealedSecrets(database));
        columns.addAll(IdentityKeys.sealed(database));
        columns.addAll(CredentialKeys.sealed(database));
        columns.addAll(CardKeys.sealed(database));
        columns.add(Authorities.sealedKeys(database));
        return columns;
    }
}
