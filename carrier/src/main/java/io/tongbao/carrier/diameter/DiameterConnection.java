package io.tongbao.carrier.diameter;

import io.tongbao.carrier.diameter.wire.Avp;
import io.tongbao.carrier.diameter.wire.Avps;
import io.tongbao.carrier.diameter.wire.Codec;
import io.tongbao.carrier.diameter.wire.Codes;
import io.tongbao.carrier.diameter.wire.Malformed;
import io.tongbao.carrier.diameter.wire.Message;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One TCP connection to a Diameter peer after capabilities were exchanged (RFC 6733 §5): many requests under way, matched by hop-by-hop id;
 * watched over by DWR when the peer is silent (RFC 3539).
 */
final class DiameterConnection implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(DiameterConnection.class);
    private static final int MOST_ABANDONED = 10_000;
    private static final int REBOOTING = 0;

    /** A request under way. */
    record Waiting(int hopByHop, int endToEnd, CompletableFuture<Message> answer, Consumer<Message> tooLate) {}

    private final DiameterSettings settings;
    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;
    private final int originState;
    private final ReentrantLock writing = new ReentrantLock();
    private final AtomicInteger hopByHop = new AtomicInteger(1);
    private final Map<Integer, Waiting> waiting = new ConcurrentHashMap<>();
    /** Whose callers have given up; guarded by itself. */
    private final Map<Integer, Waiting> abandoned = new LinkedHashMap<>();

    private volatile boolean closed;
    private volatile boolean watching;

    private DiameterConnection(DiameterSettings settings, Socket socket, int originState) throws IOException {
        this.settings = settings;
        this.socket = socket;
        this.originState = originState;
        this.in = new BufferedInputStream(socket.getInputStream(), 16 << 10);
        this.out = socket.getOutputStream();
    }

    /** Connects and exchanges capabilities. */
    static DiameterConnection connect(DiameterSettings settings, int originState) throws IOException, Malformed {
        Socket socket = new Socket();
        try {
            int patience = (int) Math.min(
                    settings.watchdog().toMillis(), settings.profile().timeout().toMillis());
            socket.connect(new InetSocketAddress(settings.host(), settings.port()), patience);
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(patience);
            DiameterConnection connection = new DiameterConnection(settings, socket, originState);
            connection.exchangeCapabilities();
            socket.setSoTimeout((int) settings.watchdog().toMillis());
            return connection;
        } catch (IOException | Malformed e) {
            socket.close();
            throw e;
        }
    }

    private void exchangeCapabilities() throws IOException, Malformed {
        List<Avp> avps = new ArrayList<>(origin());
        avps.add(Avp.address(Codes.HOST_IP_ADDRESS, socket.getLocalAddress().getAddress()));
        avps.add(Avp.number(Codes.VENDOR_ID, 0));
        avps.add(Avp.text(Codes.PRODUCT_NAME, "Tongbao").optional());
        avps.add(Avp.number(Codes.ORIGIN_STATE_ID, originState));
        avps.add(Avp.number(Codes.AUTH_APPLICATION_ID, Codes.CREDIT_CONTROL_APPLICATION));
        Message request = Message.request(Codes.CAPABILITIES_EXCHANGE, 0, false, avps);
        send(Codec.encode(request.with(0, 0, false)));
        byte[] frame = Codec.frame(in);
        if (frame == null) {
            throw new IOException("the peer hung up on our capabilities");
        }
        Message answer = Codec.decode(frame);
        Avps read = answer.read();
        if (answer.request() || answer.command() != Codes.CAPABILITIES_EXCHANGE) {
            throw new Malformed(Codes.UNABLE_TO_COMPLY, "the peer did not answer our capabilities");
        }
        if (read.number(Codes.RESULT_CODE) != Codes.SUCCESS) {
            throw new Malformed(
                    Codes.UNABLE_TO_COMPLY, "the peer refused our capabilities with " + read.number(Codes.RESULT_CODE));
        }
        if (!servesCreditControl(read)) {
            throw new Malformed(Codes.NO_COMMON_APPLICATION, "the peer does no credit control");
        }
    }

    private static boolean servesCreditControl(Avps capabilities) throws Malformed {
        for (Avp avp : capabilities.all()) {
            Avp application = avp;
            if (avp.code() == Codes.VENDOR_SPECIFIC_APPLICATION_ID && avp.vendor() == 0) {
                application =
                        capabilities.inside(avp).find(Codes.AUTH_APPLICATION_ID).orElse(avp);
            }
            if (application.code() == Codes.AUTH_APPLICATION_ID
                    && (application.number() == Codes.CREDIT_CONTROL_APPLICATION
                            || application.number() == Codes.RELAY_APPLICATION)) {
                return true;
            }
        }
        return false;
    }

    private List<Avp> origin() {
        return List.of(
                Avp.text(Codes.ORIGIN_HOST, settings.originHost()),
                Avp.text(Codes.ORIGIN_REALM, settings.originRealm()));
    }

    /** Reads until the connection ends. */
    void read() throws IOException, Malformed {
        while (!closed) {
            byte[] frame;
            boolean begun = false;
            try {
                in.mark(1);
                if (in.read() < 0) {
                    return;
                }
                in.reset();
                begun = true;
                frame = Codec.frame(in);
            } catch (SocketTimeoutException e) {
                if (watching || begun) {
                    throw new IOException("the peer fell silent", e);
                }
                watching = true;
                send(Codec.encode(Message.request(Codes.DEVICE_WATCHDOG, 0, false, origin())
                        .with(hopByHop.getAndIncrement(), 0, false)));
                continue;
            }
            if (frame == null) {
                return;
            }
            watching = false;
            if (!take(frame)) {
                return;
            }
        }
    }

    /** @return false when the peer said goodbye */
    private boolean take(byte[] frame) throws IOException {
        Message message;
        try {
            message = Codec.decode(frame);
        } catch (Malformed e) {
            // Its frame was whole, so the connection is still good; whose answer it was is not known.
            LOG.warn("{}: {}", settings.profile().id(), e.getMessage());
            return true;
        }
        if (!message.request()) {
            answered(message);
            return true;
        }
        boolean known = message.command() == Codes.DEVICE_WATCHDOG || message.command() == Codes.DISCONNECT_PEER;
        List<Avp> avps = new ArrayList<>();
        message.read().find(Codes.SESSION_ID).ifPresent(avps::add);
        avps.add(Avp.number(Codes.RESULT_CODE, known ? Codes.SUCCESS : Codes.COMMAND_UNSUPPORTED));
        avps.addAll(origin());
        send(Codec.encode(message.answer(!known, avps)));
        return message.command() != Codes.DISCONNECT_PEER;
    }

    private void answered(Message message) {
        Waiting mine = waiting.remove(message.hopByHop());
        if (mine != null && mine.endToEnd() == message.endToEnd()) {
            mine.answer().complete(message);
            return;
        }
        if (mine != null) {
            mine.answer().completeExceptionally(new Malformed(Codes.UNABLE_TO_COMPLY, "another end-to-end id"));
            return;
        }
        Waiting late;
        synchronized (abandoned) {
            late = abandoned.remove(message.hopByHop());
        }
        if (late != null && late.endToEnd() == message.endToEnd()) {
            // Not on this thread: what follows may be slow, and answers wait behind it.
            Thread.ofVirtual().start(() -> late.tooLate().accept(message));
        }
    }

    /** A place for the answer to a request about to be sent. */
    Waiting waiting(int endToEnd, Consumer<Message> tooLate) {
        Waiting place = new Waiting(hopByHop.getAndIncrement(), endToEnd, new CompletableFuture<>(), tooLate);
        waiting.put(place.hopByHop(), place);
        if (closed) {
            place.answer().completeExceptionally(new IOException("closed"));
        }
        return place;
    }

    void giveUp(Waiting place) {
        synchronized (abandoned) {
            if (waiting.remove(place.hopByHop()) != null) {
                abandoned.put(place.hopByHop(), place);
                if (abandoned.size() > MOST_ABANDONED) {
                    abandoned.remove(abandoned.keySet().iterator().next());
                }
            }
        }
    }

    void send(byte[] frame) throws IOException {
        writing.lock();
        try {
            out.write(frame);
            out.flush();
        } finally {
            writing.unlock();
        }
    }

    /** Says goodbye; whether the peer answers is its affair. */
    void disconnect() {
        List<Avp> avps = new ArrayList<>(origin());
        avps.add(Avp.number(Codes.DISCONNECT_CAUSE, REBOOTING));
        try {
            send(Codec.encode(
                    Message.request(Codes.DISCONNECT_PEER, 0, false, avps).with(hopByHop.getAndIncrement(), 0, false)));
        } catch (IOException e) {
            LOG.debug("{}: no goodbye", settings.profile().id());
        }
    }

    @Override
    public void close() {
        closed = true;
        try {
            socket.close();
        } catch (IOException e) {
            LOG.debug("{}: {}", settings.profile().id(), e.getMessage());
        }
        waiting.values().forEach(each -> each.answer().completeExceptionally(new IOException("connection lost")));
    }
}
