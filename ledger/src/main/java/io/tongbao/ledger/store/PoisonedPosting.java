package io.tongbao.ledger.store;

/** A posting's own code (a guard or its riders) threw while the batch was decided; the batch must go on without it. */
public final class PoisonedPosting extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int index;

    PoisonedPosting(int index, RuntimeException cause) {
        super("posting " + index + " of the batch failed", cause);
        this.index = index;
    }

    /** Place in the batch, from 0. */
    public int index() {
        return index;
    }
}
