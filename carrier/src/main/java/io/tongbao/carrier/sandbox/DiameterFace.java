package io.tongbao.carrier.sandbox;

import io.tongbao.carrier.diameter.wire.Avp;
import io.tongbao.carrier.diameter.wire.Codec;
import io.tongbao.carrier.diameter.wire.Codes;
import io.tongbao.carrier.diameter.wire.Malformed;
import io.tongbao.carrier.diameter.wire.Message;
import io.tongbao.partner.sandbox.Script;
import io.tongbao.partner.sandbox.Trick;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The sandbox carrier as an online charging system over Diameter, with all tricks. */
final class DiameterFace implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(DiameterFace.class);
    private static final String HOST = "ocs.sandbox.example";
    private static final String REALM = "sandbox.example";

    private final ServerSocket server;
    private final DiameterCharges charges;
    private final Script script;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final CountDownLatch stopping = new CountDownLatch(1);

    DiameterFace(SandboxCarrier.Options options, CarrierBooks books, Script script) throws IOException {
        this.script = script;
        this.charges = new DiameterCharges(books, options.currency(), HOST, REALM, options.reservationLife());
        this.server = new ServerSocket(options.diameterPort(), 128, InetAddress.getLoopbackAddress());
        threads.execute(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    private void accept() {
        while (stopping.getCount() > 0) {
            try {
                Socket socket = server.accept();
                sockets.add(socket);
                threads.execute(() -> serve(socket));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            BufferedInputStream in = new BufferedInputStream(socket.getInputStream(), 16 << 10);
            byte[] frame;
            while ((frame = Codec.frame(in)) != null) {
                Message message = Codec.decode(frame);
                if (message.request() && message.command() == Codes.CREDIT_CONTROL) {
                    threads.execute(() -> play(socket, message));
                } else if (message.request()) {
                    write(socket, own(message, socket));
                    if (message.command() == Codes.DISCONNECT_PEER) {
                        return;
                    }
                }
            }
        } catch (IOException | Malformed e) {
            LOG.debug("a Diameter connection ended: {}", e.getMessage());
        } finally {
            sockets.remove(socket);
        }
    }

    /** The base protocol. */
    private static Message own(Message request, Socket socket) {
        boolean known = Set.of(Codes.CAPABILITIES_EXCHANGE, Codes.DEVICE_WATCHDOG, Codes.DISCONNECT_PEER)
                .contains(request.command());
        List<Avp> avps = new ArrayList<>();
        avps.add(Avp.number(Codes.RESULT_CODE, known ? Codes.SUCCESS : Codes.COMMAND_UNSUPPORTED));
        avps.add(Avp.text(Codes.ORIGIN_HOST, HOST));
        avps.add(Avp.text(Codes.ORIGIN_REALM, REALM));
        if (request.command() == Codes.CAPABILITIES_EXCHANGE) {
            avps.add(Avp.address(Codes.HOST_IP_ADDRESS, socket.getLocalAddress().getAddress()));
            avps.add(Avp.number(Codes.VENDOR_ID, 0));
            avps.add(Avp.text(Codes.PRODUCT_NAME, "Tongbao sandbox").optional());
            avps.add(Avp.number(Codes.AUTH_APPLICATION_ID, Codes.CREDIT_CONTROL_APPLICATION));
        }
        return request.answer(!known, avps);
    }

    private void play(Socket socket, Message request) {
        try {
            Trick trick = script.draw(charges.operation(request));
            switch (trick.mischief()) {
                case NONE, WRONG_TOTALS -> write(socket, charges.handle(request));
                case TWICE -> {
                    Message answer = charges.handle(request);
                    write(socket, answer);
                    write(socket, answer);
                }
                case SLOW, LATE -> {
                    Message answer = charges.handle(request);
                    if (!stopping.await(trick.millis(), TimeUnit.MILLISECONDS)) {
                        write(socket, answer);
                    }
                }
                case DECLINE ->
                    write(
                            socket,
                            charges.answer(
                                    request,
                                    trick.argument().isEmpty()
                                            ? Codes.CREDIT_LIMIT_REACHED
                                            : Integer.parseInt(trick.argument()),
                                    List.of()));
                case CLOSED -> write(socket, charges.answer(request, Codes.TOO_BUSY, List.of()));
                case TIMEOUT_BEFORE -> {
                    // Nothing is done, nothing is said.
                }
                case TIMEOUT_AFTER -> {
                    Message _ = charges.handle(request);
                }
                case DROP_BEFORE -> socket.close();
                case DROP_AFTER -> {
                    Message _ = charges.handle(request);
                    socket.close();
                }
                case ERROR_AFTER -> {
                    Message _ = charges.handle(request);
                    write(socket, charges.answer(request, Codes.UNABLE_TO_COMPLY, List.of()));
                }
                case WRONG_SEAL -> write(socket, forAnother(charges.handle(request)));
            }
        } catch (IOException | IllegalArgumentException e) {
            LOG.debug("a Diameter answer was not written: {}", e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Diameter has no seal of its own; an answer of another session is as little to be believed. */
    private static Message forAnother(Message answer) {
        List<Avp> avps = answer.avps().stream()
                .map(each -> each.code() == Codes.SESSION_ID ? Avp.text(Codes.SESSION_ID, "another;0;0") : each)
                .toList();
        return new Message(
                false,
                true,
                false,
                false,
                answer.command(),
                answer.application(),
                answer.hopByHop(),
                answer.endToEnd(),
                avps);
    }

    private static void write(Socket socket, Message message) throws IOException {
        byte[] frame = Codec.encode(message);
        OutputStream out = socket.getOutputStream();
        synchronized (socket) {
            out.write(frame);
            out.flush();
        }
    }

    /** Cuts every connection. */
    void cut() {
        for (Socket socket : sockets) {
            try {
                socket.close();
            } catch (IOException e) {
                LOG.debug("not closed: {}", e.getMessage());
            }
        }
    }

    @Override
    public void close() throws IOException {
        stopping.countDown();
        server.close();
        cut();
        threads.shutdownNow();
    }
}
