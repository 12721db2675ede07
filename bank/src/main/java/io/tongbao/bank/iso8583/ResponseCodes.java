package io.tongbao.bank.iso8583;

import io.tongbao.partner.DeclineReason;
import io.tongbao.partner.PartnerSettings;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;

/** What a bank's response codes mean: the table {@code response-codes.properties}, with the bank's own settings over it. */
final class ResponseCodes {

    static final String SETTING = "code.";

    /** A code's meaning. */
    sealed interface Meaning {}

    /** The bank did it, will say later, or cannot say. */
    enum Plain implements Meaning {
        DONE,
        PENDING,
        UNKNOWN
    }

    /** The bank refused. */
    record Refused(DeclineReason reason) implements Meaning {}

    private static final Map<String, Meaning> STANDARD = standard();

    private final Map<String, Meaning> meanings;

    private ResponseCodes(Map<String, Meaning> meanings) {
        this.meanings = meanings;
    }

    private static Map<String, Meaning> standard() {
        Properties written = new Properties();
        try (InputStream in = ResponseCodes.class.getResourceAsStream("response-codes.properties")) {
            if (in == null) {
                throw new IllegalStateException("response-codes.properties is missing");
            }
            written.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Map<String, Meaning> all = new HashMap<>();
        written.forEach((code, meaning) -> all.put((String) code, meaning((String) meaning)));
        return Map.copyOf(all);
    }

    /** @throws IllegalArgumentException when a setting {@code code.XX} names no meaning */
    static ResponseCodes of(PartnerSettings settings) {
        Map<String, Meaning> all = new HashMap<>(STANDARD);
        settings.values().forEach((name, value) -> {
            if (name.startsWith(SETTING)) {
                String code = name.substring(SETTING.length());
                if (!code.matches("[0-9A-Z]{2}")) {
                    throw new IllegalArgumentException(
                            "setting " + name + " of partner " + settings.id() + " names no response code");
                }
                try {
                    all.put(code, meaning(value.strip().toUpperCase(Locale.ROOT)));
                } catch (IllegalArgumentException e) {
                    throw new IllegalArgumentException(
                            "setting " + name + " of partner " + settings.id()
                                    + " must be DONE, PENDING, UNKNOWN or a reason to decline",
                            e);
                }
            }
        });
        return new ResponseCodes(Map.copyOf(all));
    }

    private static Meaning meaning(String written) {
        for (Plain plain : Plain.values()) {
            if (plain.name().equals(written)) {
                return plain;
            }
        }
        return new Refused(DeclineReason.valueOf(written));
    }

    Meaning of(String code) {
        return meanings.getOrDefault(code, Plain.UNKNOWN);
    }
}
