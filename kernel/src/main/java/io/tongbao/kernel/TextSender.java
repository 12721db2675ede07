package io.tongbao.kernel;

/**
 * Sends a short text to a phone. Taking a text is not its delivery: the sender keeps it and tries for as long as it is
 * valid. In sandbox mode texts are kept in an inbox to be read; the phone channels bring the real one.
 */
public interface TextSender {

    /**
     * @throws Refused with a code of category RESOURCE when the text could not be taken
     */
    void send(TextMessage message);
}
