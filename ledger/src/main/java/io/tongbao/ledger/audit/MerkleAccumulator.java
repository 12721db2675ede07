package io.tongbao.ledger.audit;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The Merkle root of leaves that come one by one, in a few dozen hashes of memory. Gives what {@link MerkleTree} gives.
 * Reusable after {@link #root()}; not thread-safe.
 */
final class MerkleAccumulator {

    private final Sha256 sha = new Sha256();
    // complete[h] is a whole subtree of 2^h leaves that waits for its right sibling.
    private final byte[] @Nullable [] complete = new byte[Integer.SIZE][];
    private int count;

    void add(byte[] leaf) {
        byte[] hash = leaf;
        int height = 0;
        for (byte @Nullable [] left = complete[height]; left != null; left = complete[height]) {
            hash = sha.node(left, hash);
            complete[height++] = null;
        }
        complete[height] = hash;
        count++;
    }

    /** The root of what was added since the last call; then starts anew. */
    byte[] root() {
        byte @Nullable [] root = null;
        for (byte @Nullable [] left : complete) {
            if (left != null) {
                root = root == null ? left : sha.node(left, root);
            }
        }
        Arrays.fill(complete, null);
        count = 0;
        return root == null ? sha.digest() : root;
    }

    int count() {
        return count;
    }
}
