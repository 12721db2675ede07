package io.tongbao.bench.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import org.jspecify.annotations.Nullable;

/**
 * One keep-alive connection for one request at a time. Any failure closes it, and the next request connects again; a
 * request is never sent twice on its own. Not thread-safe.
 */
public final class HttpConnection implements AutoCloseable {

    private static final int CONNECT_LIMIT_MS = 2_000;

    private final int port;
    private final int answerLimitMs;
    private final AnswerBuffer answer = new AnswerBuffer();
    private @Nullable Socket socket;

    /**
     * @param port on loopback
     * @param answerLimitMs longest silence while waiting for an answer
     */
    public HttpConnection(int port, int answerLimitMs) {
        this.port = port;
        this.answerLimitMs = answerLimitMs;
    }

    /**
     * Sends one whole request and waits for its answer.
     *
     * @throws IOException when there is none; whether the request was carried out is then unknown
     */
    public HttpAnswer exchange(byte[] request) throws IOException {
        boolean answered = false;
        try {
            Socket open = open();
            open.getOutputStream().write(request);
            answer.clear();
            boolean whole = false;
            while (!whole) {
                int n = answer.readFrom(open.getInputStream());
                if (n < 0) {
                    throw new IOException("the server closed the connection");
                }
                whole = answer.filled(n);
            }
            answered = true;
            return new HttpAnswer(answer.status(), answer.body());
        } catch (MalformedAnswer e) {
            throw new IOException(e.getMessage(), e);
        } finally {
            if (!answered) {
                close();
            }
        }
    }

    private Socket open() throws IOException {
        Socket known = socket;
        if (known != null) {
            return known;
        }
        Socket fresh = new Socket();
        socket = fresh;
        fresh.setTcpNoDelay(true);
        fresh.setSoTimeout(answerLimitMs);
        fresh.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), CONNECT_LIMIT_MS);
        return fresh;
    }

    @Override
    public void close() {
        Socket known = socket;
        socket = null;
        if (known != null) {
            try {
                known.close();
            } catch (IOException e) {
                // Whatever it held is gone either way.
                return;
            }
        }
    }
}
