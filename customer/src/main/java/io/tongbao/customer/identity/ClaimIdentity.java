package io.tongbao.customer.identity;

import io.tongbao.customer.Customer;
import io.tongbao.customer.CustomerDesk;
import io.tongbao.customer.CustomerError;
import io.tongbao.customer.Moments;
import io.tongbao.kernel.Refused;
import io.tongbao.vault.KeyPurpose;
import io.tongbao.vault.KeyedDigest;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/**
 * A customer says who they are. Nothing follows from it until others confirm it ({@link VerifyIdentity}); a claim for another
 * document makes earlier checks void. Once verified, only the same document can be renewed.
 *
 * <p>Errors: CUSTOMER_NOT_FOUND, CUSTOMER_CLOSED, INVALID_IDENTITY_NUMBER and INVALID_CUSTOMER_NAME when the command is made,
 * DOCUMENT_EXPIRED, IDENTITY_LOCKED.
 */
public final class ClaimIdentity {

    private final CustomerDesk desk;

    public ClaimIdentity(CustomerDesk desk) {
        this.desk = desk;
    }

    /** @param name as on the document, 1 to 64 characters */
    public record Command(UUID customerId, String name, IdentityDocument document) {

        public Command {
            name = name.strip();
            if (name.isEmpty() || name.length() > 64 || name.codePoints().anyMatch(Character::isISOControl)) {
                throw new Refused(CustomerError.INVALID_CUSTOMER_NAME);
            }
        }

        @Override
        public String toString() {
            return "ClaimIdentity[" + customerId + "]";
        }
    }

    public void execute(Command command) {
        IdentityDocument document = command.document();
        document.requireValid(desk.today());
        desk.living(command.customerId());
        desk.inTransaction(() -> claim(command, document));
    }

    private Boolean claim(Command command, IdentityDocument document) {
        Customer customer = desk.lock(command.customerId());
        UUID id = customer.id();
        IdentityFile known = IdentityFile.find(desk, id).orElse(null);
        boolean same = known != null
                && known.document().lookup().equals(document.lookup())
                && known.name().equals(command.name());
        if (known != null && known.verified() && !same) {
            throw new Refused(CustomerError.IDENTITY_LOCKED);
        }
        KeyedDigest digest =
                desk.vault().mac(KeyPurpose.LOOKUP, document.lookup().getBytes(StandardCharsets.UTF_8));
        desk.jdbc()
                .sql("""
                        INSERT INTO customer.identity (customer_id, claimed_at, expires_on, document_kind, lookup_version,
                            lookup, sealed_name, sealed_number)
                        VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                        ON CONFLICT (customer_id) DO UPDATE
                        SET claimed_at = excluded.claimed_at, expires_on = excluded.expires_on,
                            document_kind = excluded.document_kind, lookup_version = excluded.lookup_version,
                            lookup = excluded.lookup, sealed_name = excluded.sealed_name,
                            sealed_number = excluded.sealed_number""")
                .param(id)
                .param(Moments.at(desk.now()))
                .param(document.expiresOn())
                .param(document.kind())
                .param((int) digest.version())
                .param(digest.digest())
                .param(seal(id, "name", command.name()))
                .param(seal(id, "number", document.lookup()))
                .update();
        if (!same) {
            desk.jdbc()
                    .sql("UPDATE customer.identity_check SET state = 4, retry_at = NULL WHERE customer_id = ?")
                    .param(id)
                    .update();
            desk.jdbc()
                    .sql(
                            "UPDATE customer.document SET state = 3, reason = 'claim changed' WHERE customer_id = ? AND state = 1")
                    .param(id)
                    .update();
        }
        return true;
    }

    private byte[] seal(UUID customer, String field, String text) {
        return desk.vault()
                .seal(KeyPurpose.IDENTITY, IdentityFile.place(customer, field), text.getBytes(StandardCharsets.UTF_8));
    }
}
