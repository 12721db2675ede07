package io.tongbao.credential;

import org.jspecify.annotations.Nullable;

/**
 * A try to prove who one is, as far as limits look at it.
 *
 * @param target who is claimed, in the claimant's words and one spelling ({@code staff:alice}, {@code
 *     customer:+8613800138000}), known or not: limits answer the same for both. 1 to 200 characters
 * @param source where it comes from: an IP address or a phone number, 1 to 100 characters
 * @param device a secret of at least 128 bits that only this device holds (a cookie, a device key's id with its proof), or
 *     null. It becomes known to the target when a guess with it is right
 */
public record Attempt(
        String target,
        AccessChannel channel,
        String source,
        @Nullable String device) {

    public Attempt {
        if (target.isBlank() || target.length() > 200) {
            throw new IllegalArgumentException("a target has 1 to 200 characters");
        }
        if (source.isBlank() || source.length() > 100) {
            throw new IllegalArgumentException("a source has 1 to 100 characters");
        }
        if (device != null && (device.isBlank() || device.length() > 200)) {
            throw new IllegalArgumentException("a device has 1 to 200 characters");
        }
    }

    /** Without target, source and device, which are about people. */
    @Override
    public String toString() {
        return "Attempt[" + channel + (device == null ? "" : ", with a device") + "]";
    }
}
