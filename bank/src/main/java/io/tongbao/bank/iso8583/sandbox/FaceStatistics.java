package io.tongbao.bank.iso8583.sandbox;

/**
 * What came to the sandbox bank's ISO 8583 face.
 *
 * @param requests that were read and sealed as agreed
 * @param badMac refused with 96
 * @param malformed refused with 30 as far as they could be named
 * @param oversized likewise
 * @param replayed transmissions that had come before, refused with 94
 */
public record FaceStatistics(
        long connections, long requests, long badMac, long malformed, long oversized, long replayed) {}
