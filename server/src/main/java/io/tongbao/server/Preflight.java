package io.tongbao.server;

import io.tongbao.kernel.Mode;
import io.tongbao.server.settings.ServerOptions;
import io.tongbao.server.settings.StartRefused;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;

/** Checks that cost nothing and come before anything is started. */
final class Preflight {

    static final int OLDEST_JAVA = 25;

    private Preflight() {}

    /**
     * @throws StartRefused on an old Java, a sandbox open to others, or a port that cannot be bound
     */
    static void check(ServerOptions options) {
        requireJava(Runtime.version().feature());
        requireLoopbackInSandbox(options);
        requireFreePort(options.bind(), options.port());
    }

    /** A sandbox takes keys that everybody knows, so only this machine may reach it. */
    private static void requireLoopbackInSandbox(ServerOptions options) {
        if (options.mode() == Mode.SANDBOX && !address(options.bind()).isLoopbackAddress()) {
            throw new StartRefused(
                    "A sandbox answers on loopback only, because its keys are public knowledge; leave out" + " --bind "
                            + options.bind() + " or use --mode production.");
        }
    }

    private static InetAddress address(String bind) {
        try {
            return InetAddress.getByName(bind);
        } catch (UnknownHostException e) {
            throw new StartRefused("The address " + bind + " is not known on this machine; correct --bind.", e);
        }
    }

    static void requireJava(int feature) {
        if (feature < OLDEST_JAVA) {
            throw new StartRefused("Tongbao needs Java " + OLDEST_JAVA + " or newer, this is Java " + feature
                    + "; set JAVA_HOME to a newer JDK.");
        }
    }

    private static void requireFreePort(String bind, int port) {
        InetAddress address = address(bind);
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(address, port));
        } catch (IOException e) {
            String why = String.valueOf(e.getMessage());
            throw new StartRefused(
                    why.contains("in use")
                            ? "Port " + port + " on " + bind
                                    + " is taken; stop the program that uses it or choose another with --port N."
                            : "Port " + port + " on " + bind + " cannot be used (" + why
                                    + "); choose another with --port N or --bind ADDRESS.",
                    e);
        }
    }
}
