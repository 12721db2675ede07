package io.tongbao.customer.tier;

/**
 * A check that was answered with a match.
 *
 * @param source who answered; two checks by one source count once
 */
public record PassedCheck(CheckKind kind, String source) {}
