package io.tongbao.kernel;

import java.util.Locale;

/**
 * A stable error: its name never changes once released. Each module declares an enum of its own codes; all of them
 * together are the catalogue that is rendered in the documentation and tested to be complete and free of duplicates.
 */
public interface ErrorCode {

    /** The constant's own name, {@code INSUFFICIENT_FUNDS}; supplied by every enum. */
    String name();

    /** Everything else; supplied by every enum. */
    ErrorText text();

    default ErrorCategory category() {
        return text().category();
    }

    /** HTTP status that carries this code. */
    default int httpStatus() {
        return text().httpStatus();
    }

    /** What happened and what to do, in Chinese, one sentence. */
    default String zh() {
        return text().zh();
    }

    /** What happened and what to do, in English, one sentence. */
    default String en() {
        return text().en();
    }

    /** The stable name on the wire: {@code insufficient_funds}. */
    default String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The sentence in the caller's language; Chinese unless the locale's language is another than {@code zh}. */
    default String sentence(Locale locale) {
        return locale.getLanguage().isEmpty() || locale.getLanguage().equals("zh") ? zh() : en();
    }
}
