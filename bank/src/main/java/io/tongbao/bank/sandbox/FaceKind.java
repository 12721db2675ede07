package io.tongbao.bank.sandbox;

import java.nio.file.Path;
import java.util.Map;

/** How to make a face from words on a command line. */
public interface FaceKind {

    /** {@code iso8583}, {@code http}, {@code file}. */
    String name();

    /**
     * @param directory the bank's own
     * @throws IllegalArgumentException a setting is missing or wrong; the message names it
     */
    Face make(Path directory, Map<String, String> settings);
}
