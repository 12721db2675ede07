package io.tongbao.merchant.requestlog;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of a request: never its body, its query or its headers' secrets.
 *
 * @param ts when it came, microseconds since 1970
 * @param path without query
 * @param errorCode stable code of the refusal; null when it succeeded
 * @param durationUs until the answer was written
 */
public record RequestLogEntry(
        long ts,
        String requestId,
        @Nullable UUID providerId,
        @Nullable UUID customerId,
        @Nullable String keyId,
        String method,
        String path,
        int status,
        @Nullable String errorCode,
        long durationUs,
        @Nullable String idempotencyKey,
        @Nullable String remote) {}
