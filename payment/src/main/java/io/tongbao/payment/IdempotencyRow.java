package io.tongbao.payment;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A request that was answered, and how. */
@SuppressWarnings("ArrayRecordComponent") // never compared as a whole
record IdempotencyRow(
        byte[] requestHash, StoredAnswer answer, @Nullable UUID objectId, long createdTs) {}
