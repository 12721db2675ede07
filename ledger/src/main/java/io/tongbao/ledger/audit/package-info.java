/** The tamper-evident side of the journal: Merkle trees, hash chains, signed checkpoints, proofs, the continuous auditor. */
@NullMarked
package io.tongbao.ledger.audit;

import org.jspecify.annotations.NullMarked;
