package io.tongbao.server.settings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Secrets from outside: the environment variable {@code NAME}, or the file that {@code NAME_FILE} names. Never an option:
 * everybody on a machine can read everybody's command lines.
 */
public final class Secrets {

    private static final int MAX_BYTES = 4_096;

    private Secrets() {}

    /**
     * The secret, or null when neither variable is set.
     *
     * @throws StartRefused when both are set, or the file cannot be read
     */
    public static @Nullable String read(Map<String, String> environment, String name) {
        String value = environment.get(name);
        String file = environment.get(name + "_FILE");
        if (file == null) {
            return value;
        }
        if (value != null) {
            throw new StartRefused("Set " + name + " or " + name + "_FILE, not both.");
        }
        return ofFile(Path.of(file), "the file that " + name + "_FILE names");
    }

    /**
     * The secret in a file, without the white space around it.
     *
     * @param called what the message calls the file
     * @throws StartRefused when it cannot be read
     */
    public static String ofFile(Path file, String called) {
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw new StartRefused("Too large to be a secret: " + called + ".");
            }
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new StartRefused("Cannot be read: " + called + ".", e);
        }
    }
}
