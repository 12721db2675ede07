package io.tongbao.bank.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/**
 * The sandbox bank as a process of its own:
 *
 * <pre>
 * --data DIR [--control PORT] [--seed N] [--accounts PREFIX] [--face NAME [KEY=VALUE]...]...
 * </pre>
 *
 * <p>Opens or continues the books in DIR, with the seeded accounts whose numbers begin with PREFIX, and says in the file {@code
 * DIR/addresses} where each face listens ({@code NAME=ADDRESS} a line, the control endpoint too); the file is there when all do.
 */
public final class SandboxBankProcess {

    private static final String ADDRESSES = "addresses";

    private SandboxBankProcess() {}

    /** Runs until the process is told to end. */
    public static void run(String[] arguments, List<FaceKind> kinds) throws InterruptedException {
        CountDownLatch end = new CountDownLatch(1);
        SandboxBank bank = start(arguments, kinds, InstantSource.system());
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            bank.close();
            end.countDown();
        }));
        end.await();
    }

    /**
     * As {@link #run}, but returns when all faces listen.
     *
     * @throws IllegalArgumentException an argument is missing, unknown or wrong
     */
    public static SandboxBank start(String[] arguments, List<FaceKind> kinds, InstantSource clock) {
        Options options = Options.parse(arguments, kinds);
        SandboxBank bank = SandboxBank.open(options.data(), clock, options.seed());
        SandboxAccounts.seeded(options.accounts()).forEach(bank.books()::openAccount);
        bank.addFace(new SandboxControl(options.control()));
        for (Chosen chosen : options.faces()) {
            bank.addFace(chosen.kind().make(options.data(), chosen.settings()));
        }
        tell(options.data(), bank.faces());
        return bank;
    }

    private static void tell(Path data, List<Face> faces) {
        StringBuilder lines = new StringBuilder();
        faces.forEach(face ->
                lines.append(face.name()).append('=').append(face.address()).append('\n'));
        try {
            Path unfinished = data.resolve(ADDRESSES + ".tmp");
            Files.writeString(unfinished, lines);
            Files.move(
                    unfinished,
                    data.resolve(ADDRESSES),
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private record Chosen(FaceKind kind, Map<String, String> settings) {}

    private record Options(Path data, int control, long seed, String accounts, List<Chosen> faces) {

        static Options parse(String[] arguments, List<FaceKind> kinds) {
            Map<String, String> single = new HashMap<>();
            List<Chosen> faces = new ArrayList<>();
            for (int i = 0; i < arguments.length; i++) {
                String argument = arguments[i];
                if (!argument.startsWith("--") && !faces.isEmpty() && argument.indexOf('=') > 0) {
                    int equals = argument.indexOf('=');
                    faces.getLast().settings().put(argument.substring(0, equals), argument.substring(equals + 1));
                    continue;
                }
                if (i + 1 == arguments.length) {
                    throw new IllegalArgumentException(argument + " needs a value");
                }
                String value = arguments[++i];
                switch (argument) {
                    case "--data", "--control", "--seed", "--accounts" -> single.put(argument, value);
                    case "--face" ->
                        faces.add(new Chosen(
                                kinds.stream()
                                        .filter(each -> each.name().equals(value))
                                        .findFirst()
                                        .orElseThrow(
                                                () -> new IllegalArgumentException("there is no face named " + value)),
                                new HashMap<>()));
                    default -> throw new IllegalArgumentException("unknown argument " + argument);
                }
            }
            String data = single.get("--data");
            if (data == null) {
                throw new IllegalArgumentException("--data is missing");
            }
            return new Options(
                    Path.of(data),
                    Integer.parseInt(single.getOrDefault("--control", "0")),
                    Long.parseLong(single.getOrDefault("--seed", "1")),
                    single.getOrDefault("--accounts", ""),
                    faces);
        }
    }
}
