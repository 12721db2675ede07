package io.tongbao.ledger;

/** Codes of the chart of accounts that exist so far. Liabilities grow by credits, assets by debits. */
public enum ChartOfAccounts {
    /** Liability: a payer's wallet. */
    CUSTOMER_WALLET(2010),
    /** Liability: what we owe a service provider until it is settled. */
    PROVIDER_PAYABLE(2110),
    /** Liability: an agent's float; agents of a bank or of the replay may be without limit. */
    AGENT_FLOAT(2210),
    /** Liability: what is left on one prepaid card. */
    PREPAID_CARD(2310),
    /** Liability: money on its way whose fate is not known yet. */
    SUSPENSE(2910),
    /** Liability: what courts took of customers' money; pending transfers towards it are amounts that are frozen. */
    FROZEN(2920),
    /** Liability: money taken from cards and phone bills that providers have yet to capture. */
    AUTHORISED(2930),
    /** Asset: what a bank or carrier owes us until it is settled; a credit balance is what we owe it. */
    PARTNER_CLEARING(1110),
    /** Asset: customers' money held apart at banks. */
    BANK_RESERVE(1010),
    /** Asset: what sellers of prepaid cards owe for those that were activated. */
    PREPAID_SOLD(1310),
    /** Income: what expired prepaid cards of a breakage product still held. */
    PREPAID_BREAKAGE(4310),
    /** Equity: opening balances of migrations and replays. */
    OPENING(3010);

    private final int code;

    ChartOfAccounts(int code) {
        this.code = code;
    }

    public int code() {
        return code;
    }
}
