package io.tongbao.web.staff.change;

import io.tongbao.customer.Customer;
import io.tongbao.customer.CustomerDesk;
import io.tongbao.customer.CustomerError;
import io.tongbao.customer.CustomerStatus;
import io.tongbao.customer.life.CloseAccount;
import io.tongbao.customer.life.Erase;
import io.tongbao.kernel.Refused;
import io.tongbao.staff.Acting;
import io.tongbao.staff.Permission;
import io.tongbao.staff.ProposalKind;
import java.sql.Connection;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.UUID;

/**
 * A proposal of kind {@code customer.end}: an account is closed on its holder's request, or what is kept about the holder of a
 * closed one is erased as far as the law lets. Neither can be taken back.
 */
public final class CustomerEnd implements ProposalKind<CustomerEnd.To> {

    public static final String NAME = "customer.end";

    private final CustomerDesk desk;
    private final CloseAccount close;
    private final Erase erase;

    public CustomerEnd(CustomerDesk desk, CloseAccount close, Erase erase) {
        this.desk = desk;
        this.close = close;
        this.erase = erase;
    }

    /** How it ends. */
    public enum Step {
        CLOSED,
        ERASED
    }

    /** What is proposed. */
    public record To(UUID customer, Step step) {}

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Permission toMake() {
        return Permission.CUSTOMER_CLOSE_PROPOSE;
    }

    @Override
    public Permission toCheck() {
        return Permission.CUSTOMER_CLOSE_APPROVE;
    }

    @Override
    public Set<String> fields() {
        return Set.of("customer", "state");
    }

    @Override
    public SequencedMap<String, String> encode(To payload) {
        return Wire.fields("customer", Wire.customer(payload.customer()), "state", Wire.word(payload.step()));
    }

    @Override
    public To decode(Map<String, String> fields) {
        return new To(Wire.customer(fields, "customer"), Wire.choice(fields, "state", Step.class));
    }

    @Override
    public String subject(To payload) {
        return "customer:" + Wire.customer(payload.customer());
    }

    @Override
    public Diff look(Connection connection, To payload) {
        desk.customer(payload.customer());
        Customer customer = desk.lock(payload.customer());
        if (payload.step() == Step.ERASED && customer.status() != CustomerStatus.CLOSED) {
            throw new Refused(CustomerError.ACCOUNT_NOT_CLOSED);
        }
        String now = erase.isDone(customer.id()) ? "erased" : Wire.word(customer.status());
        return new Diff(now, Wire.fields("state", now), Wire.fields("state", Wire.word(payload.step())));
    }

    @Override
    public void apply(Connection connection, To payload, Acting acting) {
        switch (payload.step()) {
            case CLOSED -> {
                if (close.byStaff(payload.customer()).status() != CustomerStatus.CLOSED) {
                    throw new IllegalStateException("the account is not closed");
                }
            }
            case ERASED -> {
                var unused = erase.execute(payload.customer());
            }
        }
    }

    /** Other facts about the customer hold now on this node; the guards see to that on all others. */
    @Override
    public void follow(Map<String, String> payload) {
        desk.customers().forgetAll();
    }
}
