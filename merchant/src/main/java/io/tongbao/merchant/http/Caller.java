package io.tongbao.merchant.http;

import io.tongbao.merchant.ApiKey;
import java.util.UUID;

/** Who makes a request, proven. */
sealed interface Caller {

    /** The key id that goes to the log and carries the rate limit. */
    String keyId();

    int ratePerSecond();

    /** A provider's system. */
    record ByProvider(ApiKey key) implements Caller {
        @Override
        public String keyId() {
            return key.keyId();
        }

        @Override
        public int ratePerSecond() {
            return key.ratePerSecond();
        }
    }

    /** A payer by the device that signed. */
    record ByDevice(UUID customerId, UUID deviceId, String keyId) implements Caller {

        /** A person's app; far above what fingers do. */
        private static final int RATE_PER_SECOND = 20;

        @Override
        public int ratePerSecond() {
            return RATE_PER_SECOND;
        }
    }
}
