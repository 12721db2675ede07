package io.tongbao.bank.sandbox;

/** Where a sign-up at the sandbox bank stands. */
public sealed interface SignUpStep {

    record Signed(String token, SandboxAccount.Type type) implements SignUpStep {}

    /** @param hint last four digits of the phone */
    record CodeSent(String hint) implements SignUpStep {}

    /** The customer must confirm at the bank: at the counter, on the phone, on the page. */
    record Waiting() implements SignUpStep {}

    record Refused(String code) implements SignUpStep {}
}
