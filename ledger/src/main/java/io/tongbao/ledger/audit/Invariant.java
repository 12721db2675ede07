package io.tongbao.ledger.audit;

/** What must always hold of the books; {@link JournalVerifier} checks each over the whole journal. */
public enum Invariant {
    I1("debits equal credits in every ledger, posted and pending"),
    I2("every account's counters are the fold of its transfers"),
    I3("no account exceeds its limit, at any moment of its history"),
    I4("an id was applied or finally refused, never both"),
    I5("a pending transfer ends at most once, within its amount, and never expires early"),
    I6("linked transfers stand together in one batch, all of them"),
    I7("the journal's tables refuse changes"),
    I8("every transfer moves a positive amount between two accounts of one ledger"),
    I9("time grows along each lane and each account, and statements agree with the journal"),
    I10("nothing committed is missing: batches and places without gaps, acknowledged ids present"),
    I11("the hash chains, Merkle roots and exported checkpoints agree with the journal"),
    I12("suspense accounts and pending counters net to what is in flight");

    private final String meaning;

    Invariant(String meaning) {
        this.meaning = meaning;
    }

    /** One line for people. */
    public String meaning() {
        return meaning;
    }
}
