package io.tongbao.customer.enterprise;

import io.tongbao.customer.Customer;
import io.tongbao.customer.CustomerDesk;
import io.tongbao.customer.CustomerError;
import io.tongbao.customer.CustomerKind;
import io.tongbao.customer.Language;
import io.tongbao.customer.Moments;
import io.tongbao.customer.Pin;
import io.tongbao.customer.RegisterCommand;
import io.tongbao.customer.RegisterCustomer;
import io.tongbao.customer.identity.IdentityDocument;
import io.tongbao.customer.identity.IdentityFile;
import io.tongbao.kernel.Currency;
import io.tongbao.kernel.Msisdn;
import io.tongbao.kernel.Refused;
import io.tongbao.vault.KeyPurpose;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.List;
import java.util.UUID;
import org.springframework.dao.DuplicateKeyException;

/**
 * Registers an enterprise with its legal representative, its beneficial owners and its first operator, a verified customer.
 * It has a wallet at once, and a class (so that it can pay) when staff have seen its papers.
 *
 * <p>Errors: INVALID_CREDIT_CODE and INVALID_IDENTITY_NUMBER when the command is made, {@link
 * CustomerError#ENTERPRISE_EXISTS}, {@link CustomerError#IDENTITY_REQUIRED} of the first operator, DOCUMENT_EXPIRED,
 * MSISDN_ALREADY_REGISTERED, CUSTOMER_ID_REUSED, CUSTOMER_NOT_FOUND.
 */
public final class RegisterEnterprise {

    private final CustomerDesk desk;
    private final RegisterCustomer register;
    private final SecureRandom random = new SecureRandom();

    public RegisterEnterprise(CustomerDesk desk, RegisterCustomer register) {
        this.desk = desk;
        this.register = register;
    }

    /** A person of the enterprise's papers. */
    public record Person(String name, IdentityDocument document) {

        public Person {
            if (name.isBlank() || name.length() > 64) {
                throw new Refused(CustomerError.INVALID_CUSTOMER_NAME);
            }
        }

        @Override
        public String toString() {
            return "Person[******]";
        }
    }

    /** @param shareBp hundredths of a percent, 2,500 to 10,000: who owns less is not named */
    public record Owner(Person person, int shareBp) {

        public Owner {
            if (shareBp < 2_500 || shareBp > 10_000) {
                throw new IllegalArgumentException("a beneficial owner has a quarter or more");
            }
        }
    }

    /**
     * @param customerId chosen by the caller; the same command again is answered with the enterprise it made
     * @param msisdn of the enterprise, for notices; not an operator's
     * @param checkerFromMinor payments of this many fen and more need a second operator
     * @param firstOperatorId a verified customer, who makes and checks and appoints others
     */
    public record Command(
            UUID customerId,
            CreditCode creditCode,
            String legalName,
            Msisdn msisdn,
            Language language,
            Person representative,
            List<Owner> owners,
            long checkerFromMinor,
            UUID firstOperatorId) {

        public Command {
            owners = List.copyOf(owners);
            if (checkerFromMinor < 0 || owners.stream().mapToInt(Owner::shareBp).sum() > 10_000) {
                throw new IllegalArgumentException("shares are at most the whole, limits not negative");
            }
        }
    }

    public Customer execute(Command command) {
        command.representative().document().requireValid(desk.today());
        boolean verified = IdentityFile.find(desk, command.firstOperatorId())
                .map(IdentityFile::verified)
                .orElse(false);
        if (!verified) {
            throw new Refused(CustomerError.IDENTITY_REQUIRED);
        }
        Customer customer;
        try (Pin nobodys = randomPin()) {
            customer = register.execute(new RegisterCommand(
                    command.customerId(),
                    command.msisdn(),
                    command.legalName(),
                    Currency.CNY,
                    nobodys,
                    true,
                    CustomerKind.ENTERPRISE,
                    command.language()));
        }
        try {
            desk.inTransaction(() -> insert(command));
        } catch (DuplicateKeyException e) {
            throw new Refused(CustomerError.ENTERPRISE_EXISTS);
        }
        return customer;
    }

    private Boolean insert(Command command) {
        UUID id = command.customerId();
        int made = desk.jdbc()
                .sql("""
                        INSERT INTO customer.enterprise
                            (customer_id, created_at, checker_from_minor, credit_code, legal_name, sealed_representative)
                        VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (customer_id) DO NOTHING""")
                .params(id, Moments.at(desk.now()), command.checkerFromMinor())
                .params(command.creditCode().code(), command.legalName())
                .param(seal("customer.enterprise:" + id, command.representative()))
                .update();
        if (made == 0) {
            return true;
        }
        for (Owner owner : command.owners()) {
            UUID ownerId = desk.ids().next();
            desk.jdbc()
                    .sql(
                            "INSERT INTO customer.beneficial_owner (id, enterprise_id, share_bp, sealed) VALUES (?, ?, ?, ?)")
                    .params(ownerId, id, owner.shareBp())
                    .param(seal("customer.beneficial_owner:" + ownerId, owner.person()))
                    .update();
        }
        Operators.insert(desk, id, command.firstOperatorId(), true, true);
        return true;
    }

    private byte[] seal(String place, Person person) {
        return desk.vault()
                .seal(
                        KeyPurpose.IDENTITY,
                        place,
                        (person.name() + "\n" + person.document().lookup()).getBytes(StandardCharsets.UTF_8));
    }

    /** An enterprise pays through its operators' PINs, never by one of its own. */
    private Pin randomPin() {
        char[] digits = new char[6];
        for (int i = 0; i < digits.length; i++) {
            digits[i] = (char) ('0' + random.nextInt(10));
        }
        return Pin.of(digits);
    }
}
