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
        try {
            Path path = Path.of(file);
            if (Files.size(path) > MAX_BYTES) {
                throw new StartRefused("The file that " + name + "_FILE names is too large to be a secret.");
            }
            return Files.readString(path).strip();
        } catch (IOException e) {
            throw new StartRefused("The file that " + name + "_FILE names cannot be read.", e);
        }
    }
}
