package io.tongbao.payment.card;

import io.tongbao.bank.Bank;
import io.tongbao.bank.BankCapability;
import io.tongbao.bank.SignUp;
import io.tongbao.customer.CustomerDesk;
import io.tongbao.customer.CustomerError;
import io.tongbao.customer.CustomerStatus;
import io.tongbao.customer.identity.IdentityFile;
import io.tongbao.kernel.Refused;
import io.tongbao.vault.KeyedDigest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A customer signs up at the bank of a card: number, name, ID number and phone are compared by the bank, which then sends a code,
 * sends the customer elsewhere, or agrees at once. The row is written before the bank is asked; a repeat under the same key asks
 * the bank about the same sign-up again, which the bank knows by the card's id.
 *
 * <p>Errors: CARD_NUMBER_INVALID, CARD_NOT_SUPPORTED, CARD_DETAILS_MISSING, CARD_HOLDER_MISMATCH, CARD_ALREADY_BOUND,
 * CARD_BOUND_ELSEWHERE, TOO_MANY_CARDS, CARD_TRIES_USED_UP, CARD_KEY_REUSED, CARD_EXPIRED; CUSTOMER_NOT_FOUND, CUSTOMER_CLOSED,
 * CUSTOMER_FROZEN; those of {@link io.tongbao.partner.PartnerError}; OUTCOME_UNKNOWN when the bank did not answer.
 */
public final class BindCard {

    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration DAY = Duration.ofDays(1);

    private final CardDesk desk;
    private final CardTable table;
    private final SignUpOutcome outcome;

    public BindCard(CardDesk desk) {
        this.desk = desk;
        this.table = desk.table();
        this.outcome = new SignUpOutcome(desk);
    }

    public BoundCard execute(BindCardCommand command) {
        Optional<CardRow> earlier = table.byKey(command.customerId(), command.requestKey());
        CardRow row = earlier.isPresent() ? repeated(earlier.get(), command) : begin(command);
        if (row.view().state() != CardState.ASKED) {
            return row.view();
        }
        Bank bank = desk.bank(row.view());
        SignUp signUp = desk.signUp(row, command.securityCode(), command.returnUrl());
        return outcome.record(row.view().id(), bank.signUp(signUp));
    }

    private CardRow repeated(CardRow row, BindCardCommand command) {
        // A card that ended has no number any more, and its key is used up all the same.
        boolean same = row.sealedNumber() == null
                ? row.view().masked().equals(command.number().masked())
                : table.number(row).equals(command.number());
        if (!same || row.mode() != command.mode()) {
            throw new Refused(CardError.CARD_KEY_REUSED);
        }
        return row;
    }

    private CardRow begin(BindCardCommand command) {
        BinTable.Bin bin = desk.bins()
                .find(command.number())
                .orElseThrow(() -> new Refused(CardError.CARD_NOT_SUPPORTED, "unknown range"));
        if (!desk.banks().banks().contains(bin.bank())
                || !desk.banks().bank(bin.bank()).profile().can(capability(command.mode()))) {
            throw new Refused(CardError.CARD_NOT_SUPPORTED, bin.nameEn());
        }
        if (bin.kind() == CardKind.CREDIT && (command.expiry() == null || command.securityCode() == null)) {
            throw new Refused(CardError.CARD_DETAILS_MISSING, "expiry and security_code");
        }
        LocalDate expiresOn = expiresOn(command.expiry());
        if (expiresOn != null && expiresOn.isBefore(desk.customers().today())) {
            throw new Refused(CardError.CARD_EXPIRED);
        }
        UUID id = desk.customers().ids().next();
        desk.customers().atomically(() -> insert(id, command, bin, expiresOn));
        return table.byKey(command.customerId(), command.requestKey())
                .orElseThrow(() -> new IllegalStateException("a card that was written is there"));
    }

    private Boolean insert(UUID id, BindCardCommand command, BinTable.Bin bin, @Nullable LocalDate expiresOn) {
        CustomerDesk customers = desk.customers();
        UUID customer = command.customerId();
        if (customers.lock(customer).status() != CustomerStatus.ACTIVE) {
            customers.living(customer);
            throw new Refused(CustomerError.CUSTOMER_FROZEN);
        }
        if (table.byKey(customer, command.requestKey()).isPresent()) {
            return false;
        }
        requireRoom(customer);
        if (table.holders(command.number(), customer) >= desk.policy().mostHolders()) {
            throw new Refused(CardError.CARD_BOUND_ELSEWHERE);
        }
        Holder holder = holder(command);
        KeyedDigest lookup = table.lookup(command.number());
        int inserted = customers
                .jdbc()
                .sql("""
                    INSERT INTO payment.card (id, customer_id, bank_id, kind, mode, state, position, first_digits,
                        last_digits, expires_on, request_key, lookup_version, lookup, sealed_number, sealed_holder,
                        created_at, look_at)
                    VALUES (?, ?, ?, ?, ?, 1, 0, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                    ON CONFLICT (customer_id, lookup) WHERE state BETWEEN 1 AND 5 DO NOTHING\
                    """)
                .param(id)
                .param(customer)
                .param(bin.bank().value())
                .param(bin.kind().number())
                .param(CardTable.number(command.mode()))
                .param(command.number().first())
                .param(command.number().last())
                .param(expiresOn)
                .param(command.requestKey())
                .param((int) lookup.version())
                .param(lookup.digest())
                .param(table.seal(id, "number", command.number().digits().getBytes(StandardCharsets.US_ASCII)))
                .param(table.seal(id, "holder", holder.encode()))
                .param(table.now())
                .param(CardTable.sql(customers.now().plus(HOUR)))
                .update();
        if (inserted == 0) {
            throw new Refused(CardError.CARD_ALREADY_BOUND);
        }
        return true;
    }

    private void requireRoom(UUID customer) {
        CardPolicy policy = desk.policy();
        Instant now = desk.customers().now();
        if (table.begun(customer, now.minus(HOUR)) >= policy.mostPerHour()
                || table.begun(customer, now.minus(DAY)) >= policy.mostPerDay()) {
            throw new Refused(CardError.CARD_TRIES_USED_UP);
        }
        if (table.of(customer).size() >= policy.mostPerCustomer()) {
            throw new Refused(CardError.TOO_MANY_CARDS);
        }
    }

    /** The verified identity is what the bank is told; a customer who has none yet says it. */
    private Holder holder(BindCardCommand command) {
        Optional<IdentityFile> verified =
                IdentityFile.find(desk.customers(), command.customerId()).filter(IdentityFile::verified);
        String name = command.holderName();
        String number = command.idNumber();
        if (verified.isPresent()) {
            IdentityFile file = verified.get();
            String own = file.document().number().toUpperCase(Locale.ROOT);
            if ((name != null && !name.equals(file.name())) || (number != null && !number.equals(own))) {
                throw new Refused(CardError.CARD_HOLDER_MISMATCH);
            }
            return new Holder(file.name(), own, command.phone().e164(), command.expiry());
        }
        if (name == null || name.isEmpty() || number == null || number.isEmpty()) {
            throw new Refused(CardError.CARD_DETAILS_MISSING, "holder_name and id_number");
        }
        return new Holder(name, number, command.phone().e164(), command.expiry());
    }

    private static @Nullable LocalDate expiresOn(@Nullable String expiry) {
        return expiry == null
                ? null
                : YearMonth.of(2000 + Integer.parseInt(expiry.substring(0, 2)), Integer.parseInt(expiry.substring(2)))
                        .atEndOfMonth();
    }

    private static BankCapability capability(SignUp.Mode mode) {
        return switch (mode) {
            case BANK_COUNTER -> BankCapability.SIGN_UP_AT_COUNTER;
            case PHONE_BANK -> BankCapability.SIGN_UP_BY_PHONE_BANK;
            case NET_BANK -> BankCapability.SIGN_UP_BY_NET_BANK;
            case BANK_CODE -> BankCapability.SIGN_UP_BY_CODE;
        };
    }
}
