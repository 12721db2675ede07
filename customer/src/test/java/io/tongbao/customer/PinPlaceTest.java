package io.tongbao.customer;

import static org.assertj.core.api.Assertions.assertThat;

import io.tongbao.credential.guess.GuessState;
import java.time.Duration;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class PinPlaceTest {

    private static final long HOME = PinPlace.keyOf("browser-of-li");
    private static final long SHOP = PinPlace.keyOf("sp:1");
    private static final long NOW = 1_772_000_000_000_000L;
    private static final PinState FRESH = new PinState(1, new byte[16], new byte[32], 0, 0);

    private static PinState wrong(PinState state, int times, long place) {
        PinState now = state;
        for (int i = 0; i < times; i++) {
            now = now.wrongAt(NOW, place);
        }
        return now;
    }

    @Test
    void strangersDoNotLockAKnownPlace() {
        PinState known = FRESH.right(HOME);
        PinState attacked = wrong(known, 5, PinPlace.NOWHERE);
        assertThat(attacked.lockedAt(NOW, PinPlace.NOWHERE)).isTrue();
        assertThat(attacked.lockedAt(NOW, SHOP)).isTrue();
        assertThat(attacked.lockedAt(NOW, HOME)).isFalse();
        // Being right at home forgives the strangers nothing, and costs no write.
        assertThat(attacked.right(HOME)).isSameAs(attacked);
        // A known place has its own few guesses, and not more.
        PinState stolen = wrong(attacked, 5, HOME);
        assertThat(stolen.lockedAt(NOW, HOME)).isTrue();
    }

    @Test
    void rightPinsCostNoWriteAndWrongOnesAreForgiven() {
        PinState known = FRESH.right(HOME);
        assertThat(known).isNotSameAs(FRESH);
        assertThat(known.right(HOME)).isSameAs(known);
        assertThat(FRESH.right(PinPlace.NOWHERE)).isSameAs(FRESH);
        PinState two = wrong(known, 2, HOME);
        assertThat(two.guessesLeft(NOW, HOME)).isEqualTo(3);
        assertThat(two.guessesLeft(NOW + Duration.ofDays(2).toNanos() / 1_000, HOME))
                .isEqualTo(5);
        assertThat(two.right(HOME).guessesLeft(NOW, HOME)).isEqualTo(5);
    }

    @Test
    void onlyTheLastPlacesAreKnown() {
        PinState state = FRESH;
        for (int i = 0; i <= PinPlace.MOST; i++) {
            state = state.right(PinPlace.keyOf("place-" + i));
        }
        assertThat(state.places()).hasSize(PinPlace.MOST);
        PinState attacked = wrong(state, 5, PinPlace.NOWHERE);
        assertThat(attacked.lockedAt(NOW, PinPlace.keyOf("place-0"))).isTrue();
        assertThat(attacked.lockedAt(NOW, PinPlace.keyOf("place-1"))).isFalse();
    }

    @Property
    void placesAreReadBack(@ForAll long key, @ForAll @IntRange(min = 0, max = 1_000_000) int counted, @ForAll long ts) {
        List<PinPlace> places =
                List.of(new PinPlace(key, new GuessState(counted, ts, NOW)), new PinPlace(HOME, GuessState.NONE));
        assertThat(PinPlace.read(PinPlace.write(places))).isEqualTo(places);
        assertThat(PinPlace.read(PinPlace.write(List.of()))).isEmpty();
    }
}
