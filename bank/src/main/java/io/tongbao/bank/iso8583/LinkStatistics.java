package io.tongbao.bank.iso8583;

/**
 * What happened on a bank's connections since it was opened.
 *
 * @param sent messages that expect an answer
 * @param answered of those, answered in time
 * @param late answered after their caller had given up
 * @param unmatched answers to nothing we asked, second answers among them
 * @param badMac messages whose code was wrong or missing
 * @param malformed messages that could not be read
 * @param oversized messages beyond the greatest length
 * @param replayed requests of the bank that had come before
 * @param reconnects connections made after the first ones
 * @param refused calls refused because the window was full
 * @param unreported late answers that could not be handed on; inquiry finds them
 * @param inFlight under way now
 * @param reversalsWaiting reversals that are repeated until the bank acknowledges them
 */
public record LinkStatistics(
        long sent,
        long answered,
        long late,
        long unmatched,
        long badMac,
        long malformed,
        long oversized,
        long replayed,
        long reconnects,
        long refused,
        long unreported,
        long inFlight,
        long reversalsWaiting) {}
