package io.tongbao.web.staff.change;

import io.tongbao.credential.GuessLimits;
import io.tongbao.credential.Subject;
import io.tongbao.customer.Customer;
import io.tongbao.customer.CustomerDesk;
import io.tongbao.customer.PinChange;
import io.tongbao.staff.Acting;
import io.tongbao.staff.Permission;
import io.tongbao.staff.ProposalKind;
import java.sql.Connection;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.UUID;

/**
 * A proposal of kind {@code customer.unlock}: wrong guesses at the payment PIN, or at the ways to sign in, no longer count. For
 * customers whom staff know by other means; no secret is changed by it.
 */
public final class CustomerUnlock implements ProposalKind<CustomerUnlock.To> {

    public static final String NAME = "customer.unlock";

    private final CustomerDesk desk;
    private final PinChange pins;
    private final GuessLimits limits;

    public CustomerUnlock(CustomerDesk desk, PinChange pins, GuessLimits limits) {
        this.desk = desk;
        this.pins = pins;
        this.limits = limits;
    }

    /** What is unlocked. */
    public enum What {
        PIN,
        SIGN_IN
    }

    /** What is proposed. */
    public record To(UUID customer, What what) {}

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Permission toMake() {
        return Permission.CUSTOMER_UNLOCK_PROPOSE;
    }

    @Override
    public Permission toCheck() {
        return Permission.CUSTOMER_UNLOCK_APPROVE;
    }

    @Override
    public Set<String> fields() {
        return Set.of("customer", "what");
    }

    @Override
    public SequencedMap<String, String> encode(To payload) {
        return Wire.fields("customer", Wire.customer(payload.customer()), "what", Wire.word(payload.what()));
    }

    @Override
    public To decode(Map<String, String> fields) {
        return new To(Wire.customer(fields, "customer"), Wire.choice(fields, "what", What.class));
    }

    @Override
    public String subject(To payload) {
        return "customer:" + Wire.customer(payload.customer());
    }

    /** Further guesses do not make it stale: that is what a guesser would do to prevent it. */
    @Override
    public Diff look(Connection connection, To payload) {
        desk.living(payload.customer());
        desk.lock(payload.customer());
        String name = Wire.word(payload.what()) + "_wrong_guesses";
        String counted =
                switch (payload.what()) {
                    case PIN -> Integer.toString(pins.wrongGuesses(payload.customer()));
                    case SIGN_IN -> "counted";
                };
        return new Diff(NAME, Wire.fields(name, counted), Wire.fields(name, "0"));
    }

    @Override
    public void apply(Connection connection, To payload, Acting acting) {
        Customer customer = desk.customer(payload.customer());
        switch (payload.what()) {
            case PIN -> pins.unlockByStaff(customer.id());
            case SIGN_IN -> limits.forgive("customer:" + customer.msisdn().e164(), Subject.customer(customer.id()));
        }
    }
}
