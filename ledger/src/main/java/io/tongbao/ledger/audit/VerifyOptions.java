package io.tongbao.ledger.audit;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What to compare the journal with beside itself.
 *
 * @param checkpoints folder of exported checkpoints, see {@link CheckpointLog}; null for none
 * @param publicKey that signed them, base64; null to take any one key, the same in all of them
 * @param acknowledged file with ids of transfers that were answered as applied, one a line; null for none
 * @param suspense explains suspense accounts
 */
public record VerifyOptions(
        @Nullable Path checkpoints,
        @Nullable String publicKey,
        @Nullable Path acknowledged,
        SuspenseBook suspense) {

    public static final VerifyOptions JOURNAL_ALONE = new VerifyOptions(null, null, null, SuspenseBook.EMPTY);

    public VerifyOptions withCheckpoints(Path folder, @Nullable String key) {
        return new VerifyOptions(folder, key, acknowledged, suspense);
    }

    public VerifyOptions withAcknowledged(Path file) {
        return new VerifyOptions(checkpoints, publicKey, file, suspense);
    }

    public VerifyOptions withSuspense(SuspenseBook book) {
        return new VerifyOptions(checkpoints, publicKey, acknowledged, book);
    }
}
