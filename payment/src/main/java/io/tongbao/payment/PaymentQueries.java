package io.tongbao.payment;

import io.tongbao.customer.CustomerError;
import io.tongbao.customer.CustomerFacts;
import io.tongbao.kernel.PublicId;
import io.tongbao.kernel.Refused;
import io.tongbao.kernel.RequestError;
import io.tongbao.ledger.StatementLine;
import io.tongbao.payment.state.PaymentState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads of payments, refunds, agreements and statements, as committed last. Each reader sees what concerns it; everything
 * else is not there.
 */
public final class PaymentQueries {

    private static final String CURSOR_PREFIX = "cur";
    private static final long LOOK_AGAIN_MS = 500;

    private final PaymentDesk desk;

    public PaymentQueries(PaymentDesk desk) {
        this.desk = desk;
    }

    public Optional<Payment> byId(Party reader, UUID paymentId) {
        return desk.order(paymentId).map(Order::view).filter(payment -> concerns(payment, reader));
    }

    /**
     * The payment, as soon as it is neither {@code processing} nor {@code in_doubt}, or when the time is over.
     *
     * @param most 0 to 30 s
     */
    public Optional<Payment> awaitEnd(Party reader, UUID paymentId, Duration most) {
        Instant until = desk.clock().instant().plus(most);
        Optional<Payment> now = byId(reader, paymentId);
        while (now.filter(PaymentQueries::underWay).isPresent()) {
            CompletableFuture<Void> change = desk.waits().next(paymentId);
            if (change == null) {
                return now;
            }
            try {
                now = byId(reader, paymentId);
                long left = Duration.between(desk.clock().instant(), until).toMillis();
                if (left <= 0 || now.filter(PaymentQueries::underWay).isEmpty()) {
                    return now;
                }
                change.get(Math.min(left, LOOK_AGAIN_MS), TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                // Another node may have changed it: look again.
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return now;
            } catch (ExecutionException e) {
                throw new IllegalStateException(e);
            } finally {
                desk.waits().leave(paymentId, change);
            }
            now = byId(reader, paymentId);
        }
        return now;
    }

    private static boolean underWay(Payment payment) {
        return payment.state() == PaymentState.PROCESSING || payment.state() == PaymentState.IN_DOUBT;
    }

    public Optional<Payment> byReference(UUID providerId, String reference) {
        return desk.order(providerId, reference).map(Order::view);
    }

    /**
     * Payments that concern the reader, newest first.
     *
     * <p>Errors: {@link PaymentError#INVALID_CURSOR}.
     */
    public Page<Payment> list(Party reader, PaymentFilter filter) {
        Conditions common = conditions(filter);
        String order = " ORDER BY id DESC LIMIT ?";
        int wanted = filter.limit() + 1;
        StringBuilder sql = new StringBuilder("SELECT * FROM (");
        List<Object> values = new ArrayList<>();
        for (Conditions scope : scopes(reader)) {
            sql.append(values.isEmpty() ? "" : " UNION ALL ")
                    .append("(SELECT ")
                    .append(OrderTable.COLUMNS)
                    .append(" FROM payment.orders WHERE ")
                    .append(scope.sql)
                    .append(common.sql)
                    .append(order)
                    .append(')');
            values.addAll(scope.values);
            values.addAll(common.values);
            values.add(wanted);
        }
        sql.append(") found").append(order);
        values.add(wanted);
        List<Payment> found = desk.jdbc()
                .sql(sql.toString())
                .params(values)
                .query((row, n) -> OrderTable.read(row).view())
                .list();
        if (found.size() <= filter.limit()) {
            return new Page<>(found, null);
        }
        List<Payment> page = found.subList(0, filter.limit());
        return new Page<>(page, PublicId.format(CURSOR_PREFIX, page.getLast().id()));
    }

    /** The refunds of a payment, oldest first; none when the payment is not the reader's. */
    public List<Refund> refunds(Party reader, UUID paymentId) {
        if (byId(reader, paymentId).isEmpty()) {
            return List.of();
        }
        return desk.jdbc()
                .sql("SELECT " + RefundRows.COLUMNS
                        + " FROM payment.refund WHERE payment_id = ? ORDER BY created_ts, id")
                .param(paymentId)
                .query((row, n) -> RefundRows.read(row))
                .list();
    }

    public Optional<Refund> refund(Party reader, UUID refundId) {
        return desk.jdbc()
                .sql("SELECT " + RefundRows.COLUMNS + " FROM payment.refund WHERE id = ?")
                .param(refundId)
                .query((row, n) -> RefundRows.read(row))
                .optional()
                .filter(refund -> byId(reader, refund.paymentId()).isPresent());
    }

    public Optional<Agreement> agreement(Party reader, UUID agreementId) {
        return desk.agreement(agreementId).filter(agreement -> EndAgreement.concerns(agreement, reader));
    }

    /** A customer's agreements, oldest first. */
    public List<Agreement> agreements(UUID customerId) {
        return desk.jdbc()
                .sql("SELECT " + AgreementTable.COLUMNS
                        + " FROM payment.agreement WHERE customer_id = ? ORDER BY id LIMIT 1000")
                .param(customerId)
                .query((row, n) -> AgreementTable.read(row))
                .list();
    }

    /**
     * A page of a customer's statement, newest first, with the running balance.
     *
     * <p>Errors: {@code CUSTOMER_NOT_FOUND}.
     *
     * @param beforeTs microseconds since 1970; {@code Long.MAX_VALUE} for the newest
     * @param limit 1 to 1000
     */
    public List<StatementLine> statement(UUID customerId, long beforeTs, int limit) {
        Fields.between("limit", limit, 1, 1000);
        CustomerFacts customer =
                desk.customers().facts(customerId).orElseThrow(() -> new Refused(CustomerError.CUSTOMER_NOT_FOUND));
        return desk.ledger().statement(customer.walletAccountId(), beforeTs, limit);
    }

    private static boolean concerns(Payment payment, Party reader) {
        return switch (reader) {
            case Party.Provider(UUID id) -> id.equals(payment.providerId());
            case Party.Customer(UUID id) -> id.equals(payment.payerId()) || id.equals(payment.payeeId());
            case Party.Platform() -> true;
        };
    }

    /** A piece of SQL of our own making, and its values. */
    private record Conditions(String sql, List<Object> values) {}

    /** One for each index that finds what concerns the reader; they never overlap. */
    private static List<Conditions> scopes(Party reader) {
        return switch (reader) {
            case Party.Provider(UUID id) -> List.of(new Conditions("provider_id = ?", List.of(id)));
            case Party.Customer(UUID id) ->
                List.of(new Conditions("payer_id = ?", List.of(id)), new Conditions("payee_id = ?", List.of(id)));
            case Party.Platform() -> List.of(new Conditions("true", List.of()));
        };
    }

    private static Conditions conditions(PaymentFilter filter) {
        StringBuilder sql = new StringBuilder();
        List<Object> values = new ArrayList<>();
        if (!filter.states().isEmpty()) {
            sql.append(" AND state IN (")
                    .append(filter.states().stream()
                            .map(state -> Integer.toString(state.number()))
                            .collect(Collectors.joining(",")))
                    .append(')');
        }
        if (!filter.kinds().isEmpty()) {
            sql.append(" AND kind IN (")
                    .append(filter.kinds().stream()
                            .map(kind -> Integer.toString(kind.number()))
                            .collect(Collectors.joining(",")))
                    .append(')');
        }
        range(
                sql,
                values,
                "created_ts",
                filter.fromTs(),
                filter.toTs() == Long.MAX_VALUE ? Long.MAX_VALUE : filter.toTs() - 1);
        range(sql, values, "amount_minor", filter.minAmountMinor(), filter.maxAmountMinor());
        @Nullable String cursor = filter.cursor();
        if (cursor != null) {
            sql.append(" AND id < ?");
            values.add(
                    PublicId.parse(CURSOR_PREFIX, cursor).orElseThrow(() -> new Refused(RequestError.INVALID_CURSOR)));
        }
        return new Conditions(sql.toString(), values);
    }

    private static void range(StringBuilder sql, List<Object> values, String column, long least, long most) {
        if (least > 0) {
            sql.append(" AND ").append(column).append(" >= ?");
            values.add(least);
        }
        if (most < Long.MAX_VALUE) {
            sql.append(" AND ").append(column).append(" <= ?");
            values.add(most);
        }
    }
}
