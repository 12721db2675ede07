package io.tongbao.merchant.signature;

import java.util.Base64;

/** A bare item of RFC 8941 §3.3, without decimals and dates, which no signature header uses. */
sealed interface BareItem {

    /** Its canonical text, RFC 8941 §4.1.3.1. */
    String serialize();

    /** RFC 8941 §3.3.1: at most 15 digits. */
    record IntegerItem(long value) implements BareItem {
        @Override
        public String serialize() {
            return Long.toString(value);
        }
    }

    record StringItem(String value) implements BareItem {
        @Override
        public String serialize() {
            return quote(value);
        }
    }

    record TokenItem(String value) implements BareItem {
        @Override
        public String serialize() {
            return value;
        }
    }

    record BooleanItem(boolean value) implements BareItem {
        @Override
        public String serialize() {
            return value ? "?1" : "?0";
        }
    }

    /** A byte sequence; kept as its canonical base 64, because records and arrays do not mix. */
    record BytesItem(String base64) implements BareItem {
        @Override
        public String serialize() {
            return ':' + base64 + ':';
        }

        byte[] bytes() {
            return Base64.getDecoder().decode(base64);
        }
    }

    static String quote(String text) {
        if (text.indexOf('"') < 0 && text.indexOf('\\') < 0) {
            return '"' + text + '"';
        }
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
