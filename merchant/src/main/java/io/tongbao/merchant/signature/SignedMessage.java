package io.tongbao.merchant.signature;

import org.jspecify.annotations.Nullable;

/** The parts of a request that a signature can cover. */
public interface SignedMessage {

    /** As sent, {@code POST}. */
    String method();

    /** {@code http} or {@code https}, in lower case. */
    String scheme();

    /** Host and, when not the scheme's own, port; in lower case. */
    String authority();

    /** The path as sent, undecoded. */
    String path();

    /** What follows the question mark, undecoded; null when there is none. */
    @Nullable
    String query();

    /** A header field's combined value (RFC 9421 §2.1), or null when the message does not have it. */
    @Nullable
    String field(String lowerCaseName);
}
