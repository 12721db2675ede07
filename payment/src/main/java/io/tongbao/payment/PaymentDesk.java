package io.tongbao.payment;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.tongbao.customer.CustomerError;
import io.tongbao.customer.CustomerFacts;
import io.tongbao.customer.CustomerGuards;
import io.tongbao.customer.Customers;
import io.tongbao.kernel.Currency;
import io.tongbao.kernel.Ids;
import io.tongbao.kernel.Money;
import io.tongbao.kernel.Refused;
import io.tongbao.kernel.RequestError;
import io.tongbao.ledger.Ledger;
import io.tongbao.outbox.EventSignal;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What the use cases of payments share: the ledger, the customers, the policy, and caches of facts that never change. One
 * per process; thread-safe.
 */
public final class PaymentDesk {

    private static final int CACHED_ORDERS = 20_000;
    private static final int CACHED_AGREEMENTS = 100_000;

    private final Ledger ledger;
    private final JdbcTemplate template;
    private final JdbcClient jdbc;
    private final InstantSource clock;
    private final Ids ids;
    private final Customers customers;
    private final CustomerGuards guards;
    private final EventSignal signal;
    private final PolicyPack policy;
    private final PaymentPartners partners;
    private final PaymentWaits waits = new PaymentWaits();
    private final Cache<UUID, Order> orders =
            Caffeine.newBuilder().maximumSize(CACHED_ORDERS).build();
    private final Cache<Reference, Order> ordersByReference =
            Caffeine.newBuilder().maximumSize(CACHED_ORDERS).build();
    private final Cache<UUID, Agreement> agreements =
            Caffeine.newBuilder().maximumSize(CACHED_AGREEMENTS).build();

    /** A provider's own number of an order; unique for ever. */
    private record Reference(UUID providerId, String reference) {}

    /**
     * @param dataSource for reads; writes go through the ledger
     * @param signal raised after each posting that wrote events
     */
    public PaymentDesk(
            Ledger ledger,
            DataSource dataSource,
            InstantSource clock,
            Ids ids,
            Customers customers,
            CustomerGuards guards,
            EventSignal signal,
            PolicyPack policy) {
        this(
                ledger,
                dataSource,
                clock,
                ids,
                customers,
                guards,
                signal,
                policy,
                PaymentPartners.none(dataSource, clock));
    }

    /** As above, with banks, carriers, cards. */
    public PaymentDesk(
            Ledger ledger,
            DataSource dataSource,
            InstantSource clock,
            Ids ids,
            Customers customers,
            CustomerGuards guards,
            EventSignal signal,
            PolicyPack policy,
            PaymentPartners partners) {
        this.ledger = ledger;
        this.template = new JdbcTemplate(dataSource);
        this.jdbc = JdbcClient.create(template);
        this.clock = clock;
        this.ids = ids;
        this.customers = customers;
        this.guards = guards;
        this.signal = signal;
        this.policy = policy;
        this.partners = partners;
    }

    public Ledger ledger() {
        return ledger;
    }

    public Ids ids() {
        return ids;
    }

    public InstantSource clock() {
        return clock;
    }

    public Customers customers() {
        return customers;
    }

    public CustomerGuards guards() {
        return guards;
    }

    public EventSignal signal() {
        return signal;
    }

    public PolicyPack policy() {
        return policy;
    }

    public PaymentPartners partners() {
        return partners;
    }

    PaymentWaits waits() {
        return waits;
    }

    JdbcTemplate jdbcOperations() {
        return template;
    }

    JdbcClient jdbc() {
        return jdbc;
    }

    void requireWaiver() {
        if (!policy.waivesProof()) {
            throw new Refused(PaymentError.PROOF_REQUIRED);
        }
    }

    void requireWithinLimit(Money amount) {
        if (amount.minor() > policy.maxPaymentMinor()) {
            throw new Refused(PaymentError.AMOUNT_ABOVE_LIMIT);
        }
    }

    /** A customer whose wallet is of this currency. */
    CustomerFacts wallet(UUID customerId, Currency currency) {
        CustomerFacts facts =
                customers.facts(customerId).orElseThrow(() -> new Refused(CustomerError.CUSTOMER_NOT_FOUND));
        if (facts.currency() != currency) {
            throw new Refused(RequestError.UNSUPPORTED_CURRENCY);
        }
        return facts;
    }

    /** An order whose immutable part is right; the rest may be old. */
    Order orderFacts(UUID orderId) {
        @Nullable Order known = orders.getIfPresent(orderId);
        if (known != null) {
            return known;
        }
        Order stored = order(orderId).orElseThrow(() -> new Refused(PaymentError.PAYMENT_NOT_FOUND));
        orders.put(orderId, stored);
        return stored;
    }

    /** As {@link #orderFacts(UUID)}, by the provider's own number. */
    Order orderFacts(UUID providerId, String reference) {
        @Nullable Order known = ordersByReference.getIfPresent(new Reference(providerId, reference));
        if (known != null) {
            return known;
        }
        Order stored = order(providerId, reference).orElseThrow(() -> new Refused(PaymentError.PAYMENT_NOT_FOUND));
        remember(stored);
        return stored;
    }

    /** Keeps the immutable part of a committed order for the confirmation that follows. */
    void remember(Order order) {
        orders.put(order.view().id(), order);
        UUID providerId = order.view().providerId();
        String reference = order.view().reference();
        if (providerId != null && reference != null) {
            ordersByReference.put(new Reference(providerId, reference), order);
        }
    }

    /** An agreement whose immutable part is right; what is spent may be old. */
    Agreement agreementFacts(UUID agreementId) {
        @Nullable Agreement known = agreements.getIfPresent(agreementId);
        if (known != null) {
            return known;
        }
        Agreement stored = agreement(agreementId).orElseThrow(() -> new Refused(PaymentError.AGREEMENT_NOT_FOUND));
        agreements.put(agreementId, stored);
        return stored;
    }

    /** As stored now. */
    Optional<Order> order(UUID orderId) {
        return jdbc.sql("SELECT " + OrderTable.COLUMNS + " FROM payment.orders WHERE id = ?")
                .param(orderId)
                .query((row, n) -> OrderTable.read(row))
                .optional();
    }

    /** As stored now. */
    Optional<Order> order(UUID providerId, String reference) {
        return jdbc.sql("SELECT " + OrderTable.COLUMNS + " FROM payment.orders"
                        + " WHERE reference_key = md5(?::uuid::text || ':' || ?)::uuid")
                .param(providerId)
                .param(reference)
                .query((row, n) -> OrderTable.read(row))
                .optional();
    }

    /** As stored now. */
    Optional<Agreement> agreement(UUID agreementId) {
        return jdbc.sql("SELECT " + AgreementTable.COLUMNS + " FROM payment.agreement WHERE id = ?")
                .param(agreementId)
                .query((row, n) -> AgreementTable.read(row))
                .optional();
    }
}
