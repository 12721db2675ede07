package io.tongbao.credential;

import io.tongbao.kernel.Msisdn;
import java.time.Duration;
import java.util.function.UnaryOperator;

/**
 * Orders a one-time code.
 *
 * @param holder whose code it is ({@link Subject#word()}, or the number itself before there is a customer); asked again
 *     when the code is checked. 1 to 200 characters
 * @param boundTo what it approves ({@link Approval#digest()}); empty when it approves nothing but presence. At most 1,024 bytes
 * @param text what is sent, given the code; says what the code approves and never to pass it on
 * @param validity 30 s to 1 h
 * @param attempt who asks, for the limits; its target is the number
 * @param decoy whether nobody gets it: for numbers that are nobody's, so that the answer is the same for all
 */
@SuppressWarnings("ArrayRecordComponent") // a command, never compared
public record IssueCode(
        CodePurpose purpose,
        Msisdn to,
        String holder,
        byte[] boundTo,
        UnaryOperator<String> text,
        Duration validity,
        Attempt attempt,
        boolean decoy) {

    public IssueCode {
        if (holder.isBlank() || holder.length() > 200) {
            throw new IllegalArgumentException("a holder has 1 to 200 characters");
        }
        if (boundTo.length > 1_024) {
            throw new IllegalArgumentException("a code is bound to at most 1,024 bytes");
        }
        if (validity.toSeconds() < 30 || validity.toSeconds() > 3_600) {
            throw new IllegalArgumentException("a code is good for 30 s to 1 h");
        }
    }

    @Override
    public String toString() {
        return "IssueCode[" + purpose + " to " + to + "]";
    }
}
