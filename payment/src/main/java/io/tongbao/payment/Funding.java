package io.tongbao.payment;

/** Whose account pays in a posting: decides what a missing balance is called. */
enum Funding {
    CUSTOMER,
    PROVIDER,
    AGENT
}
