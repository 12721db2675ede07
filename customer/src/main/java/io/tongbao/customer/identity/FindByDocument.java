package io.tongbao.customer.identity;

import io.tongbao.customer.CustomerDesk;
import io.tongbao.vault.KeyPurpose;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;

/** The customers who claim a document, found by the keyed digest of its number. */
public final class FindByDocument {

    private final CustomerDesk desk;

    public FindByDocument(CustomerDesk desk) {
        this.desk = desk;
    }

    /** At most {@code most}, in the order they registered; a claim that nobody has confirmed counts too. */
    public List<UUID> execute(IdentityDocument document, int most) {
        return desk.vault().macs(KeyPurpose.LOOKUP, document.lookup().getBytes(StandardCharsets.UTF_8)).stream()
                .flatMap(digest -> desk
                        .jdbc()
                        .sql("SELECT customer_id FROM customer.identity WHERE lookup = ? ORDER BY customer_id LIMIT ?")
                        .params(digest.digest(), most)
                        .query(UUID.class)
                        .list()
                        .stream())
                .distinct()
                .limit(most)
                .toList();
    }
}
