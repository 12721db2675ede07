package io.tongbao.customer.enterprise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tongbao.kernel.Refused;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class CreditCodeTest {

    /** Codes that well-known companies print on their letters. */
    @Test
    void realCodesAreValidAndMisprintsAreNot() {
        assertThat(new CreditCode("91440300708461136t").code()).isEqualTo("91440300708461136T");
        assertThat(new CreditCode("914403001922038216").code()).endsWith("6");
        assertThatThrownBy(() -> new CreditCode("914403001922038217")).isInstanceOf(Refused.class);
        assertThatThrownBy(() -> new CreditCode("91440300192203821I")).isInstanceOf(Refused.class);
    }

    public static CreditCode of(int n) {
        String first = "91110000" + String.format(Locale.ROOT, "%09d", n);
        return new CreditCode(first + CreditCode.checkCharacter(first));
    }
}
