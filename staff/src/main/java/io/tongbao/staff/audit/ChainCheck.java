package io.tongbao.staff.audit;

import io.tongbao.staff.AuditRecord;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Follows the chain entry by entry and keeps the first fault. Pure; the database and the offline check share it. */
final class ChainCheck {

    private final Deque<AuditSeal> seals = new ArrayDeque<>();
    private long entries;
    private long compared;
    private long seq;
    private Instant ts = Instant.EPOCH;
    private byte[] hash = ChainHash.beginning();
    private @Nullable String fault;

    /**
     * @param lines of exported seals
     * @param publicKey that must have signed them, base64; null to take the first one's
     */
    void seals(List<String> lines, @Nullable String publicKey) {
        String signer = publicKey;
        String prev = AuditSeal.NONE_BEFORE;
        long before = 0;
        for (int i = 0; i < lines.size() && fault == null; i++) {
            String which = "seal in line " + (i + 1) + " ";
            try {
                AuditSeal seal = AuditSeal.parse(lines.get(i));
                signer = signer == null ? seal.key() : signer;
                if (!seal.isSignedBy(signer)) {
                    broken(which + "is not signed by " + signer);
                } else if (!seal.prev().equals(prev)) {
                    broken(which + "does not follow the seal before it");
                } else if (seal.seq() <= before) {
                    broken(which + "goes back from entry " + before + " to " + seal.seq());
                }
                before = seal.seq();
                prev = seal.lineHash();
                seals.add(seal);
            } catch (IllegalArgumentException e) {
                broken(which + "is not a seal: " + e.getMessage());
            }
        }
    }

    void entry(AuditRecord entry) {
        entries++;
        if (fault != null) {
            return;
        }
        String which = "entry " + entry.seq() + " ";
        if (entry.seq() != seq + 1) {
            broken("entry " + (seq + 1) + " is missing: " + which + "follows entry " + seq);
        } else if (!MessageDigest.isEqual(entry.prevHash(), hash)) {
            broken(which + "does not refer to the entry before it");
        } else if (!MessageDigest.isEqual(ChainHash.of(entry), entry.hash())) {
            broken(which + "was changed: its hash is not that of its content");
        } else if (entry.ts().isBefore(ts)) {
            broken(which + "is older than the entry before it");
        }
        seq = entry.seq();
        ts = entry.ts();
        hash = entry.hash();
        AuditSeal seal = seals.peek();
        if (seal != null && seal.seq() == seq) {
            seals.remove();
            compared++;
            if (!seal.hash().equals(HexFormat.of().formatHex(hash))) {
                broken(which + "differs from its exported seal");
            }
        }
    }

    /** After the last entry: where the trail says that it ends. */
    void head(long headSeq, byte[] headHash) {
        if (headSeq > seq) {
            broken("entry " + (seq + 1) + " is missing: the head stands at " + headSeq);
        } else if (headSeq < seq || !MessageDigest.isEqual(headHash, hash)) {
            broken("entry " + seq + " does not agree with the head, which stands at " + headSeq);
        }
    }

    AuditReport report() {
        AuditSeal missing = seals.peek();
        if (missing != null && seq < missing.seq()) {
            broken("entry " + (seq + 1) + " is missing: an exported seal has entry " + missing.seq());
        }
        return new AuditReport(entries, compared, fault);
    }

    void broken(String what) {
        if (fault == null) {
            fault = what;
        }
    }
}
