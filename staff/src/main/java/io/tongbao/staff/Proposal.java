package io.tongbao.staff;

import io.tongbao.kernel.PublicId;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A change that waits for, or has had, a second person's decision.
 *
 * @param subject what it changes, {@code staff:stf_…}
 * @param before the diff's one side, as it was when proposed
 * @param after the other side
 */
public record Proposal(
        UUID id,
        String kind,
        String subject,
        SequencedMap<String, String> payload,
        SequencedMap<String, String> before,
        SequencedMap<String, String> after,
        String baseVersion,
        String reason,
        UUID maker,
        Instant madeAt,
        Instant expiresAt,
        ProposalState state,
        @Nullable UUID decidedBy,
        @Nullable Instant decidedAt,
        @Nullable String decisionReason) {

    /** The prefix of public ids. */
    public static final String PREFIX = "prp";

    public Proposal {
        payload = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(payload));
        before = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(before));
        after = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(after));
    }

    public String publicId() {
        return PublicId.format(PREFIX, id);
    }
}
