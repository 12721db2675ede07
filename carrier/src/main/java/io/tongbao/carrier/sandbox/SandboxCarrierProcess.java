package io.tongbao.carrier.sandbox;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;

/**
 * The sandbox carrier as a process of its own, ended by a signal. {@code --books FILE --ports FILE [--camara PORT] [--diameter PORT] [--control
 * PORT] [--sink-gateway URL]}. The file of ports appears, whole, when all faces listen: {@code camara=…}, {@code diameter=…}, {@code control=…}.
 */
public final class SandboxCarrierProcess {

    private static final Set<String> KNOWN =
            Set.of("--books", "--ports", "--camara", "--diameter", "--control", "--sink-gateway");

    private SandboxCarrierProcess() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Map<String, String> given = new HashMap<>();
        for (int i = 0; i < arguments.length; i += 2) {
            if (!KNOWN.contains(arguments[i]) || i + 1 == arguments.length) {
                throw new IllegalArgumentException("unknown or without value: " + arguments[i]);
            }
            given.put(arguments[i], arguments[i + 1]);
        }
        SandboxCarrier.Options options = SandboxCarrier.Options.standard(path(given, "--books"), InstantSource.system())
                .on(port(given, "--camara"), port(given, "--diameter"), port(given, "--control"));
        if (given.containsKey("--sink-gateway")) {
            options = options.withSinkGateway(URI.create(given.getOrDefault("--sink-gateway", "")));
        }
        SandboxCarrier carrier = SandboxCarrier.open(options);
        Path ports = path(given, "--ports");
        Path whole = ports.resolveSibling(ports.getFileName() + ".tmp");
        Files.writeString(
                whole,
                "camara=" + carrier.camara().getPort() + "\ndiameter=" + carrier.diameterPort() + "\ncontrol="
                        + carrier.control().getPort() + "\n");
        Files.move(whole, ports, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        new CountDownLatch(1).await();
    }

    private static int port(Map<String, String> given, String name) {
        return Integer.parseInt(given.getOrDefault(name, "0"));
    }

    private static Path path(Map<String, String> given, String name) {
        String path = given.get(name);
        if (path == null) {
            throw new IllegalArgumentException("missing: " + name);
        }
        return Path.of(path);
    }
}
