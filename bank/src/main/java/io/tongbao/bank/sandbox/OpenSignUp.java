package io.tongbao.bank.sandbox;

import io.tongbao.bank.SignUp;
import java.util.UUID;

/**
 * A sign-up as the bank knows it.
 *
 * @param token empty until it is signed
 * @param wrongCodes how many wrong codes were given; at three it is over
 */
public record OpenSignUp(
        UUID id,
        SignUp.Mode mode,
        String number,
        String customerReference,
        String returnUrl,
        String token,
        int wrongCodes) {

    static final int MOST_WRONG = 3;

    OpenSignUp signed(String withToken) {
        return new OpenSignUp(id, mode, number, customerReference, returnUrl, withToken, wrongCodes);
    }

    OpenSignUp withWrongCode() {
        return new OpenSignUp(id, mode, number, customerReference, returnUrl, token, wrongCodes + 1);
    }

    @Override
    public String toString() {
        return "OpenSignUp[" + id + "]";
    }
}
