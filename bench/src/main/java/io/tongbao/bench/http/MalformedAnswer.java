package io.tongbao.bench.http;

/** The server sent something that this client does not take for an answer. */
public final class MalformedAnswer extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public MalformedAnswer(String message) {
        super(message);
    }
}
