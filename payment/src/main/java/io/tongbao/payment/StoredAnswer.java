package io.tongbao.payment;

/**
 * The literal first answer in the caller's own representation, kept for ever and given again to every repeat.
 *
 * @param status HTTP status or the channel's own number, 0 to 999
 * @param body not to be changed by anyone who holds it
 */
@SuppressWarnings("ArrayRecordComponent") // never compared; a copy per payment would cost more than it protects
public record StoredAnswer(int status, byte[] body) {

    @Override
    public String toString() {
        return "StoredAnswer[" + status + ", " + body.length + " bytes]";
    }
}
