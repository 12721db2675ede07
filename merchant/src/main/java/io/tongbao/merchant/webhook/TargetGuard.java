package io.tongbao.merchant.webhook;

import io.tongbao.kernel.Mode;
import io.tongbao.kernel.Refused;
import io.tongbao.merchant.MerchantError;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;

/**
 * Keeps webhooks from being aimed at our own network (server-side request forgery). Production takes https and public
 * addresses only. The sandbox also takes http, to loopback and to public addresses.
 *
 * <p>The address is looked up and judged right before each attempt; the JVM caches a lookup for 30 seconds, so the connection
 * goes where the judged lookup pointed.
 */
final class TargetGuard {

    private static final int MAX_URL = 2000;

    private final Mode mode;

    TargetGuard(Mode mode) {
        this.mode = mode;
    }

    /**
     * Judges what can be judged without a lookup.
     *
     * @throws Refused WEBHOOK_URL_NOT_ALLOWED
     */
    URI accept(String url) {
        URI uri;
        try {
            uri = new URI(url);
        } catch (URISyntaxException e) {
            throw refuse("url: not a URL");
        }
        String host = uri.getHost();
        if (url.length() > MAX_URL || uri.getScheme() == null || host == null || host.isEmpty()) {
            throw refuse("url: must be absolute, with a host, of at most " + MAX_URL + " characters");
        }
        if (uri.getRawUserInfo() != null || uri.getRawFragment() != null) {
            throw refuse("url: must have neither user nor fragment");
        }
        boolean isHttp = uri.getScheme().equals("http") && mode == Mode.SANDBOX;
        if (!uri.getScheme().equals("https") && !isHttp) {
            throw refuse(mode == Mode.SANDBOX ? "url: must be http or https" : "url: must be https");
        }
        return uri;
    }

    /** Looks the host up and judges every address it has; empty when all is well, else why not. */
    String check(URI uri) {
        InetAddress[] addresses;
        try {
            addresses = InetAddress.getAllByName(uri.getHost());
        } catch (UnknownHostException e) {
            return "the host is not known";
        }
        for (InetAddress address : addresses) {
            if (!allows(address)) {
                return "the host's address is private or reserved";
            }
        }
        return "";
    }

    private boolean allows(InetAddress address) {
        if (address.isLoopbackAddress()) {
            return mode == Mode.SANDBOX;
        }
        return !(address.isAnyLocalAddress()
                || address.isLinkLocalAddress()
                || address.isSiteLocalAddress()
                || address.isMulticastAddress()
                || isReserved(address.getAddress(), address instanceof Inet6Address));
    }

    /** What {@link InetAddress} does not know to be special (IANA special-purpose registries). */
    private static boolean isReserved(byte[] address, boolean isVersion6) {
        int first = address[0] & 0xff;
        int second = address[1] & 0xff;
        if (isVersion6) {
            // Unique local fc00::/7, NAT64 64:ff9b::/96 and everything below 2000::/3 (mapped, translated, reserved).
            return (first & 0xfe) == 0xfc || first < 0x20 || first > 0x3f || (first == 0x20 && second == 0x02);
        }
        return first == 0
                || (first == 100 && second >= 64 && second <= 127)
                || (first == 192 && second == 0)
                || (first == 198 && (second == 18 || second == 19))
                || first >= 240;
    }

    private static Refused refuse(String why) {
        return new Refused(MerchantError.WEBHOOK_URL_NOT_ALLOWED, why);
    }
}
