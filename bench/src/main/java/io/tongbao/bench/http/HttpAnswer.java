package io.tongbao.bench.http;

/** What came back. */
public record HttpAnswer(int status, String body) {

    public boolean ok() {
        return status >= 200 && status < 300;
    }
}
