package io.tongbao.customer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tongbao.kernel.Msisdn;
import io.tongbao.kernel.Refused;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WeakPinTest {

    private static final Msisdn NUMBER = new Msisdn("+8613872640917");
    private static final String IDENTITY = "110105194912310428";

    @ParameterizedTest
    @CsvSource({
        "000000, PIN_REPEATS",
        "121212, PIN_REPEATS",
        "123123, PIN_REPEATS",
        "334455, PIN_REPEATS",
        "123456, PIN_RUN",
        "987654, PIN_RUN",
        "890123, PIN_RUN",
        "246802, PIN_RUN",
        "640917, PIN_PHONE_NUMBER",
        "387264, PIN_PHONE_NUMBER",
        "310428, PIN_IDENTITY_NUMBER",
        "147258, PIN_COMMON",
        "900307, PIN_BIRTHDAY",
        "070390, PIN_BIRTHDAY",
        "199003, PIN_BIRTHDAY",
        "000229, PIN_BIRTHDAY",
    })
    void aWeakPinIsRefusedWithItsReason(String pin, CustomerError reason) {
        assertThatThrownBy(() -> WeakPin.refuse(Pin.of(pin), NUMBER, IDENTITY))
                .isInstanceOfSatisfying(Refused.class, e -> {
                    assertThat(e.code()).isEqualTo(reason);
                    assertThat(e.getMessage()).doesNotContain(pin);
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"258036", "147029", "369018", "804617", "563972"})
    void othersAreTaken(String pin) {
        WeakPin.refuse(Pin.of(pin), NUMBER, IDENTITY);
    }
}
