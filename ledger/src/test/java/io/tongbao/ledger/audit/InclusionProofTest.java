package io.tongbao.ledger.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tongbao.testkit.TestDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Proofs that somebody without the database can check, and that nobody can bend. */
final class InclusionProofTest {

    @Test
    void provesWhatACheckpointCoversAndNothingElse(@TempDir Path keys) throws Exception {
        try (TestDatabase database = Sample.build(keys)) {
            String key = Files.readString(keys.resolve("checkpoint.pub")).strip();
            InclusionProofs proofs =
                    new InclusionProofs(database.dataSource(), new CheckpointLog(keys.resolve("checkpoints")));
            List<UUID> covered = List.of(
                    Sample.OPENING,
                    Sample.HELD,
                    Sample.HELD_POST,
                    Sample.DROPPED_VOID,
                    Sample.LATE,
                    Sample.CHAIN_1,
                    Sample.CHAIN_2,
                    Sample.CHAIN_3,
                    Sample.OTHER_LANE_1,
                    Sample.OTHER_LANE_2);
            for (UUID id : covered) {
                InclusionProof proof = proofs.of(id).orElseThrow();
                assertThat(proof.transfer().transfer().id()).isEqualTo(id);
                assertThat(proof.verify(key)).isTrue();
                assertThat(InclusionProof.parse(proof.json())).isEqualTo(proof);
            }
            assertThat(proofs.of(Sample.OPENING).orElseThrow().following()).isNotEmpty();
            assertThat(proofs.of(Sample.CHAIN_3).orElseThrow().path()).hasSize(1);
            assertThat(proofs.of(Sample.LAST)).isEmpty();
            assertThat(proofs.of(Sample.REFUSED)).isEmpty();
            bend(proofs.of(Sample.CHAIN_2).orElseThrow(), key);
            bend(proofs.of(Sample.HELD_POST).orElseThrow(), key);
        }
    }

    /** Changes every single character of the text: none may pass. */
    private static void bend(InclusionProof proof, String key) {
        String good = proof.json();
        assertThat(proof.verify(Texts.base64(new byte[32]))).isFalse();
        for (int at = 0; at < good.length(); at++) {
            for (char other : new char[] {'0', '1', 'a', '"', ' ', '9', '-'}) {
                if (good.charAt(at) == other) {
                    continue;
                }
                String bent = good.substring(0, at) + other + good.substring(at + 1);
                // White space that JSON allows anyway is no change of content.
                assertThat(passes(bent, key) && !InclusionProof.parse(bent).equals(proof))
                        .as("character %d of %s", at, bent)
                        .isFalse();
            }
        }
        for (String field : new String[] {"following", "path"}) {
            String emptied = good.replaceFirst("\"" + field + "\":\\[[^\\]]*\\]", "\"" + field + "\":[]");
            assertThat(emptied.equals(good) || !passes(emptied, key)).isTrue();
        }
        assertThat(passes(good.substring(0, good.length() - 1) + ",\"more\":1}", key))
                .isFalse();
        assertThat(passes(good + "x", key)).isFalse();
    }

    private static boolean passes(String text, String key) {
        try {
            return InclusionProof.parse(text).verify(key);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    @Test
    void refusesWhatIsTooMuch() {
        assertThatThrownBy(() -> InclusionProof.parse(" ".repeat(InclusionProof.MOST_CHARS + 1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> InclusionProof.parse("[".repeat(100_000)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> InclusionProof.parse("{\"v\":1,\"v\":1}"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("stands twice");
    }

    @Property(tries = 300)
    void theAccumulatedRootIsTheTreesRoot(@ForAll @IntRange(max = 300) int leaves) {
        Sha256 sha = new Sha256();
        MerkleAccumulator accumulator = new MerkleAccumulator();
        List<byte[]> hashes = new ArrayList<>();
        for (int i = 0; i < leaves; i++) {
            byte[] leaf = sha.leaf(new byte[] {(byte) i, (byte) (i >> 8)});
            hashes.add(leaf);
            accumulator.add(leaf);
        }
        byte[] root = accumulator.root();
        assertThat(root).isEqualTo(MerkleTree.rootInPlace(hashes.toArray(byte[][]::new), sha));
        Set<Integer> looked = new HashSet<>(List.of(0, leaves / 2, leaves - 1));
        for (int at : looked) {
            if (at >= 0 && at < leaves) {
                assertThat(MerkleTree.climb(hashes.get(at), MerkleTree.path(hashes, at)))
                        .isEqualTo(root);
            }
        }
    }
}
