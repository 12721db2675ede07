package io.tongbao.bank.iso8583.message;

/** Bytes that are no message. The text names the field and what is wrong with it, never its value. */
public final class MalformedMessage extends Exception {

    private static final long serialVersionUID = 1L;

    MalformedMessage(String message) {
        super(message);
    }
}
