package io.tongbao.carrier.sandbox;

import io.tongbao.kernel.Currency;
import io.tongbao.partner.sandbox.Script;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A whole carrier for trying and testing: its books, the seeded subscribers, a script, and its faces on loopback. */
public final class SandboxCarrier implements AutoCloseable {

    /**
     * How the carrier is set up. Ports may be 0: any that is free.
     *
     * @param books file of the books
     * @param clients OAuth clients and their secrets
     * @param sinkGateway where events go instead of to the https sink named by the client; null: to the sink
     * @param reservationLife how long a reservation stands
     */
    public record Options(
            Path books,
            InstantSource clock,
            Currency currency,
            long seed,
            int camaraPort,
            int diameterPort,
            int controlPort,
            Map<String, String> clients,
            @Nullable URI sinkGateway,
            Duration tokenLife,
            Duration reservationLife) {

        public Options {
            clients = Map.copyOf(clients);
        }

        /** As the sandbox ships: client {@code tongbao} with secret {@code sandbox}, any free ports, yuan. */
        public static Options standard(Path books, InstantSource clock) {
            return new Options(
                    books,
                    clock,
                    Currency.CNY,
                    1,
                    0,
                    0,
                    0,
                    Map.of("tongbao", "sandbox"),
                    null,
                    Duration.ofMinutes(5),
                    Duration.ofMinutes(15));
        }

        public Options on(int camara, int diameter, int control) {
            return new Options(
                    books,
                    clock,
                    currency,
                    seed,
                    camara,
                    diameter,
                    control,
                    clients,
                    sinkGateway,
                    tokenLife,
                    reservationLife);
        }

        public Options withSinkGateway(URI gateway) {
            return new Options(
                    books,
                    clock,
                    currency,
                    seed,
                    camaraPort,
                    diameterPort,
                    controlPort,
                    clients,
                    gateway,
                    tokenLife,
                    reservationLife);
        }

        /** Without the clients' secrets. */
        @Override
        public String toString() {
            return "Options[" + books + "]";
        }
    }

    private final CarrierBooks books;
    private final Script script;
    private final CamaraFace camara;
    private final DiameterFace diameter;
    private final ControlFace control;

    private SandboxCarrier(Options options) throws IOException {
        books = CarrierBooks.open(options.books(), options.clock(), options.reservationLife());
        SandboxSubscriber.seeded().forEach(books::open);
        script = new Script(options.seed());
        camara = new CamaraFace(options, books, script);
        diameter = new DiameterFace(options, books, script);
        control = new ControlFace(options.controlPort(), books, script);
    }

    public static SandboxCarrier open(Options options) throws IOException {
        return new SandboxCarrier(options);
    }

    public CarrierBooks books() {
        return books;
    }

    /** Tricks by operation: {@code charge reserve confirm cancel refund reverse inquire subscriber top_up points charge_file}. */
    public Script script() {
        return script;
    }

    /** Root of the HTTP face. */
    public URI camara() {
        return URI.create("http://127.0.0.1:" + camara.port());
    }

    public int diameterPort() {
        return diameter.port();
    }

    public URI control() {
        return URI.create("http://127.0.0.1:" + control.port());
    }

    /** From now on tokens handed out before are refused. */
    public void forgetTokens() {
        camara.forgetTokens();
    }

    /** Cuts all Diameter connections. */
    public void cutDiameter() {
        diameter.cut();
    }

    @Override
    public void close() throws IOException {
        control.close();
        camara.close();
        diameter.close();
        books.close();
    }
}
