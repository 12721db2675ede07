package io.tongbao.payment.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class PaymentStateTest {

    private static final Set<PaymentState> MONEY_MAY_HAVE_MOVED =
            EnumSet.of(PaymentState.SUCCEEDED, PaymentState.PROCESSING, PaymentState.IN_DOUBT);

    /** However a payment wanders, it follows the table, ends, and never comes back from the dead. */
    @Property
    void everyWalkEnds(@ForAll List<PaymentState> wishes) {
        PaymentState state = PaymentState.CREATED;
        int moves = 0;
        for (PaymentState wish : wishes) {
            if (state.canMoveTo(wish)) {
                assertThat(state.isDead()).isFalse();
                state = state.moveTo(wish);
                moves++;
            } else {
                PaymentState here = state;
                assertThatThrownBy(() -> here.moveTo(wish)).isInstanceOf(IllegalStateException.class);
            }
        }
        assertThat(moves).isLessThanOrEqualTo(PaymentState.values().length);
    }

    @Property
    void noMoveLeadsBack(@ForAll PaymentState from, @ForAll PaymentState to) {
        if (from.canMoveTo(to)) {
            assertThat(to.canMoveTo(from)).isFalse();
            assertThat(to).isNotEqualTo(PaymentState.CREATED).isNotEqualTo(from);
        }
    }

    @Property
    void whatMayHaveMovedMoneyNeitherExpiresNorIsForgotten(@ForAll PaymentState state) {
        if (MONEY_MAY_HAVE_MOVED.contains(state)) {
            assertThat(state.canMoveTo(PaymentState.EXPIRED)).isFalse();
        }
        if (state == PaymentState.SUCCEEDED) {
            assertThat(state.canMoveTo(PaymentState.FAILED)).isFalse();
        }
    }

    @Property
    void numbersAreStable(@ForAll PaymentState state) {
        assertThat(PaymentState.of(state.number())).isEqualTo(state);
    }

    @Test
    void numbersAreThoseStored() {
        assertThat(PaymentState.values())
                .extracting(PaymentState::number)
                .containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
        assertThatThrownBy(() -> PaymentState.of(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> PaymentState.of(11)).isInstanceOf(IllegalArgumentException.class);
    }
}
