package io.tongbao.bank.http;

import io.tongbao.bank.http.wire.KeyFile;
import io.tongbao.bank.http.wire.Seal;
import io.tongbao.bank.http.wire.SealAlgorithm;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** Keys for tests, made by {@code openssl genpkey}. */
final class TestKeys {

    static final Duration WINDOW = Duration.ofMinutes(5);

    private TestKeys() {}

    /** Copies the key files of both parties there. */
    static void copyTo(Path directory, SealAlgorithm algorithm) {
        for (String who : new String[] {"platform", "bank"}) {
            for (String kind : new String[] {".pem", ".pub.pem"}) {
                String name = algorithm.word() + "-" + who + kind;
                try (InputStream in = TestKeys.class.getResourceAsStream(name)) {
                    if (in == null) {
                        throw new IllegalStateException(name);
                    }
                    Files.createDirectories(directory);
                    Files.write(directory.resolve(name), in.readAllBytes());
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    static Seal.Parties ofBank(Path directory, SealAlgorithm algorithm) {
        return parties(directory, algorithm, "bank", "platform");
    }

    static Seal.Parties ofPlatform(Path directory, SealAlgorithm algorithm) {
        return parties(directory, algorithm, "platform", "bank");
    }

    private static Seal.Parties parties(Path directory, SealAlgorithm algorithm, String our, String their) {
        return new Seal.Parties(
                algorithm,
                our + "-1",
                KeyFile.readPrivate(directory.resolve(algorithm.word() + "-" + our + ".pem"), algorithm),
                their + "-1",
                KeyFile.readPublic(directory.resolve(algorithm.word() + "-" + their + ".pub.pem"), algorithm),
                WINDOW);
    }
}
