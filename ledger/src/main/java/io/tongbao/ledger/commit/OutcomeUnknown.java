package io.tongbao.ledger.commit;

/** A commit was sent and the database stayed away too long to ask what became of it. */
final class OutcomeUnknown extends RuntimeException {

    private static final long serialVersionUID = 1L;

    OutcomeUnknown(Throwable cause) {
        super("the outcome of a commit is unknown", cause);
    }
}
