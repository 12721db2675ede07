package io.tongbao.ledger.audit;

import java.util.ArrayList;
import java.util.List;

/**
 * Merkle tree hash of RFC 6962 §2.1: leaves are hashed with a zero byte before them, inner nodes with a one, and a
 * left-over node climbs unchanged. The root of no leaves is the hash of nothing.
 */
public final class MerkleTree {

    private MerkleTree() {}

    /** @param leaves leaf hashes, in order; the array's content is overwritten */
    static byte[] rootInPlace(byte[][] leaves, Sha256 sha) {
        int n = leaves.length;
        if (n == 0) {
            return sha.digest();
        }
        while (n > 1) {
            int next = 0;
            for (int i = 0; i + 1 < n; i += 2) {
                leaves[next++] = sha.node(leaves[i], leaves[i + 1]);
            }
            if ((n & 1) == 1) {
                leaves[next++] = leaves[n - 1];
            }
            n = next;
        }
        return leaves[0];
    }

    /** One step of an inclusion proof: the sibling's hash and its side. */
    public record Step(byte[] sibling, boolean siblingIsLeft) {
        public Step {
            sibling = sibling.clone();
        }

        @Override
        public byte[] sibling() {
            return sibling.clone();
        }
    }

    /** The siblings from the leaf at {@code index} up to the root. */
    public static List<Step> path(List<byte[]> leafHashes, int index) {
        Sha256 sha = new Sha256();
        List<Step> path = new ArrayList<>();
        List<byte[]> level = leafHashes;
        int at = index;
        while (level.size() > 1) {
            boolean isRight = (at & 1) == 1;
            int sibling = isRight ? at - 1 : at + 1;
            if (sibling < level.size()) {
                path.add(new Step(level.get(sibling), isRight));
            }
            List<byte[]> next = new ArrayList<>((level.size() + 1) / 2);
            for (int i = 0; i < level.size(); i += 2) {
                next.add(i + 1 < level.size() ? sha.node(level.get(i), level.get(i + 1)) : level.get(i));
            }
            level = next;
            at /= 2;
        }
        return path;
    }

    /** The root that a leaf and its path lead to. */
    public static byte[] climb(byte[] leafHash, List<Step> path) {
        Sha256 sha = new Sha256();
        byte[] hash = leafHash;
        for (Step step : path) {
            hash = step.siblingIsLeft() ? sha.node(step.sibling(), hash) : sha.node(hash, step.sibling());
        }
        return hash;
    }
}
