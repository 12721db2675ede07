package io.tongbao.bank.iso8583;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.flush.FlushConsolidationHandler;
import io.netty.handler.timeout.IdleStateHandler;
import io.tongbao.bank.iso8583.Calls.Answered;
import io.tongbao.bank.iso8583.Calls.Call;
import io.tongbao.bank.iso8583.Calls.Outcome;
import io.tongbao.bank.iso8583.mac.MacAlgorithm;
import io.tongbao.bank.iso8583.mac.MacKeys;
import io.tongbao.bank.iso8583.mac.Seal;
import io.tongbao.bank.iso8583.mac.SealedCodec;
import io.tongbao.bank.iso8583.message.FrameReader;
import io.tongbao.bank.iso8583.message.IsoMessage;
import io.tongbao.bank.iso8583.message.PrivateData;
import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One long connection to a bank: connects, signs on, exchanges keys, tries the line when it is quiet, and connects again with growing pauses
 * when it was lost. All of that happens on one event loop; {@link #send} may be called from any thread.
 */
@SuppressWarnings("FutureReturnValueIgnored") // Netty tells the handlers when something fails
final class BankLink {

    static final String SIGN_ON = "001";
    static final String SIGN_OFF = "002";
    static final String KEY_EXCHANGE = "101";
    static final String ECHO = "301";

    private static final Logger LOG = LoggerFactory.getLogger(BankLink.class);
    private static final int CONNECT_TIMEOUT_MS = 5_000;
    private static final int MOST_FLUSHES_HELD = 256;
    /** For answers that are on their way. */
    private static final int AFTER_SIGN_OFF_MS = 1_000;

    private final Iso8583Settings settings;
    private final InetSocketAddress address;
    private final EventLoop loop;
    private final SealedCodec codec;
    private final Requests requests;
    private final Calls calls;
    private final LinkCounters counters;
    private final Unasked unasked;

    private volatile @Nullable Channel channel;
    private volatile Seal seal;
    private volatile boolean ready;
    private volatile boolean closed;
    private boolean connectedBefore;
    private Duration pause;

    /** What a bank says without being asked, and answers nobody waits for. Called on the event loop; must not block. */
    interface Unasked {

        void answer(IsoMessage message);

        /** The answer goes out when the future has a code for field 39. */
        CompletableFuture<String> advice(IsoMessage message);
    }

    BankLink(
            Iso8583Settings settings,
            InetSocketAddress address,
            EventLoop loop,
            SealedCodec codec,
            Requests requests,
            Calls calls,
            LinkCounters counters,
            Unasked unasked) {
        this.settings = settings;
        this.address = address;
        this.loop = loop;
        this.codec = codec;
        this.requests = requests;
        this.calls = calls;
        this.counters = counters;
        this.unasked = unasked;
        this.pause = settings.firstPause();
        this.seal = settings.newSeal();
    }

    void start() {
        loop.execute(this::connect);
    }

    boolean ready() {
        return ready;
    }

    private void connect() {
        if (closed) {
            return;
        }
        new Bootstrap()
                .group(loop)
                .channel(NioSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.SO_KEEPALIVE, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_TIMEOUT_MS)
                .handler(new ChannelInitializer<NioSocketChannel>() {
                    @Override
                    protected void initChannel(NioSocketChannel fresh) {
                        fresh.pipeline()
                                .addLast(new FlushConsolidationHandler(MOST_FLUSHES_HELD, true))
                                .addLast(new IdleStateHandler(
                                        settings.echoAfter().toMillis(), 0, 0, TimeUnit.MILLISECONDS))
                                .addLast(new FrameReader(settings.framing()))
                                .addLast(new LinkHandler(BankLink.this, codec, calls, counters, unasked));
                    }
                })
                .connect(address.getHostString(), address.getPort())
                .addListener((ChannelFuture done) -> {
                    if (!done.isSuccess()) {
                        connectLater();
                    }
                });
    }

    private void connectLater() {
        if (!closed) {
            loop.schedule(this::connect, pause.toMillis(), TimeUnit.MILLISECONDS);
            Duration doubled = pause.multipliedBy(2);
            pause = doubled.compareTo(settings.longestPause()) < 0 ? doubled : settings.longestPause();
        }
    }

    /** On the event loop: the connection stands, nothing was said yet. */
    void connected(Channel fresh) {
        if (closed) {
            fresh.close();
            return;
        }
        if (connectedBefore) {
            counters.reconnects.increment();
        }
        connectedBefore = true;
        seal = settings.newSeal();
        channel = fresh;
        manage(SIGN_ON)
                .thenCompose(answer -> {
                    requireDone(answer);
                    return settings.exchangeKeys()
                            ? exchangeKeys()
                            : CompletableFuture.<@Nullable Void>completedFuture(null);
                })
                .whenComplete((done, failure) -> {
                    if (failure == null) {
                        ready = true;
                        pause = settings.firstPause();
                        LOG.info("Bank {}: signed on", settings.profile().id());
                    } else {
                        LOG.warn(
                                "Bank {}: sign-on failed: {}",
                                settings.profile().id(),
                                failure.getMessage());
                        fresh.close();
                    }
                });
    }

    /** On the event loop: the connection is gone. */
    void disconnected(Channel gone) {
        if (gone == channel) {
            ready = false;
            channel = null;
            calls.lose(this);
            if (!closed) {
                LOG.warn("Bank {}: the connection was lost", settings.profile().id());
            }
        }
        connectLater();
    }

    private static void requireDone(IsoMessage answer) {
        if (!answer.get(39, "").equals("00")) {
            throw new IllegalStateException("the bank answered " + answer.get(39, "nothing"));
        }
    }

    /** Tries the line; a line that does not answer in time is given up. */
    CompletableFuture<IsoMessage> echo() {
        Channel tried = channel;
        return manage(ECHO).whenComplete((answer, failure) -> {
            if (failure != null && tried != null) {
                tried.close();
            }
        });
    }

    /** Asks for a new key and takes it. */
    CompletableFuture<@Nullable Void> exchangeKeys() {
        return manage(KEY_EXCHANGE).thenAccept(answer -> {
            requireDone(answer);
            takeKey(answer);
        });
    }

    /** @throws IllegalStateException when it is none, or cannot be opened */
    void takeKey(IsoMessage from) {
        PrivateData data = PrivateData.of(from);
        MacKeys zone = settings.zoneKeys();
        MacAlgorithm algorithm = settings.mac();
        if (zone == null || algorithm == null) {
            throw new IllegalStateException("no key is expected");
        }
        try {
            byte[] key = zone.unwrap(
                    HexFormat.of().parseHex(data.find(Tags.WORKING_KEY).orElse("")));
            byte[] expected =
                    HexFormat.of().parseHex(data.find(Tags.CHECK_VALUE).orElse(""));
            if (!MessageDigest.isEqual(algorithm.checkValue(key), expected)) {
                throw new IllegalStateException("the key's check value is wrong");
            }
            seal.replaceKey(key);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IllegalStateException("the key cannot be opened", e);
        }
    }

    private CompletableFuture<IsoMessage> manage(String code) {
        IsoMessage request = requests.management(code);
        Call call = calls.begin(request, null, this);
        if (!send(request)) {
            calls.forget(call);
            return CompletableFuture.failedFuture(new IllegalStateException("not connected"));
        }
        CompletableFuture<Outcome> outcome = call.outcome();
        loop.schedule(
                () -> {
                    if (outcome.completeExceptionally(new TimeoutException("no answer in time"))) {
                        calls.forget(call);
                    }
                },
                settings.profile().timeout().toMillis(),
                TimeUnit.MILLISECONDS);
        return outcome.thenApply(ended -> {
            if (ended instanceof Answered(IsoMessage answer)) {
                return answer;
            }
            throw new IllegalStateException("no answer that can be believed");
        });
    }

    /** Hands a message to the connection. @return false when there is none, so that certainly nothing was sent */
    boolean send(IsoMessage message) {
        Channel now = channel;
        if (now == null || !now.isActive()) {
            return false;
        }
        byte[] framed = settings.framing().frame(codec.write(message, seal));
        if (message.isRequest()) {
            counters.sent.increment();
        }
        now.writeAndFlush(Unpooled.wrappedBuffer(framed));
        return true;
    }

    Seal seal() {
        return seal;
    }

    /** Whether a line with codes has no key yet. */
    boolean lacksKey() {
        return seal.lacksKey();
    }

    /** The bank signed us off: nothing more goes out over this connection; a new one is tried for, with growing pauses. */
    void signedOff() {
        ready = false;
        Channel now = channel;
        if (now != null) {
            loop.schedule(() -> now.close(), AFTER_SIGN_OFF_MS, TimeUnit.MILLISECONDS);
        }
    }

    /** Signs off and ends the connection. Returns at once. */
    void close() {
        closed = true;
        ready = false;
        Channel now = channel;
        if (now != null && now.isActive()) {
            byte[] framed = settings.framing().frame(codec.write(requests.management(SIGN_OFF), seal));
            now.writeAndFlush(Unpooled.wrappedBuffer(framed)).addListener(done -> now.close());
        }
    }
}
