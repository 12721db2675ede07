package io.tongbao.edge;

import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** One HTTP request and the way to answer it, as little of it as the edge needs. Not thread-safe. */
public interface Exchange {

    String method();

    /** {@code http} or {@code https}, as the caller came; a trusted proxy's word counts. */
    String scheme();

    /** The caller's Host, lower case, without the scheme's own port; RFC 9421 §2.2.3. */
    String authority();

    /** The path as it was sent, not decoded. */
    String path();

    /** The query as it was sent, without the question mark; null when there is none. */
    @Nullable
    String query();

    String remoteAddress();

    /** The first value of a header; null when there is none. */
    @Nullable
    String header(String name);

    /** All values of a header, trimmed and joined by comma and space, RFC 9421 §2.1; null when there is none. */
    @Nullable
    String combined(String name);

    /** −1 when the caller did not say. */
    long contentLength();

    InputStream body() throws IOException;

    void setHeader(String name, String value);

    /** Adds a further value, as {@code Set-Cookie} needs. */
    void addHeader(String name, String value);

    /** Writes the whole answer. */
    void answer(int status, String mediaType, byte[] content) throws IOException;

    /** Sends on what was answered, before the body has been read to its end. */
    void flush() throws IOException;

    /** The status answered, 200 before that. */
    int status();

    /** Whether the answer is on its way and cannot be changed. */
    boolean isCommitted();
}
