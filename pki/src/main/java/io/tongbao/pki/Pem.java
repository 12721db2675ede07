package io.tongbao.pki;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** RFC 7468 in its strict form: nothing but armoured blocks and white space. */
final class Pem {

    private static final Pattern BLOCK = Pattern.compile(
            "\\s*+-----BEGIN ([A-Z0-9 ]{1,40})-----\\s*+([A-Za-z0-9+/=\\r\\n \\t]*+)-----END \\1-----\\s*+");
    private static final int LINE = 64;

    private Pem() {}

    static String certificate(byte[] der) {
        return armour("CERTIFICATE", der);
    }

    static String armour(String label, byte[] der) {
        String body = Base64.getMimeEncoder(LINE, new byte[] {'\n'}).encodeToString(der);
        return "-----BEGIN " + label + "-----\n" + body + "\n-----END " + label + "-----\n";
    }

    /**
     * The contents of all blocks, which must carry one of {@code labels}; empty when the text is anything else.
     *
     * @param text bounded by the caller
     */
    static List<byte[]> read(String text, List<String> labels) {
        List<byte[]> blocks = new ArrayList<>();
        Matcher matcher = BLOCK.matcher(text);
        int at = 0;
        while (at < text.length()) {
            matcher.region(at, text.length());
            if (!matcher.lookingAt() || !labels.contains(matcher.group(1))) {
                return List.of();
            }
            try {
                blocks.add(Base64.getDecoder()
                        .decode(matcher.group(2).replaceAll("\\s", "").getBytes(StandardCharsets.US_ASCII)));
            } catch (IllegalArgumentException e) {
                return List.of();
            }
            at = matcher.end();
        }
        return blocks;
    }
}
