package io.tongbao.bank.iso8583.sandbox;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.flush.FlushConsolidationHandler;
import io.tongbao.bank.iso8583.mac.SealedCodec;
import io.tongbao.bank.iso8583.message.FrameReader;
import io.tongbao.bank.sandbox.Face;
import io.tongbao.bank.sandbox.SandboxBank;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The sandbox bank over ISO 8583 on loopback. */
@SuppressWarnings("FutureReturnValueIgnored") // Netty tells the handlers when something fails
public final class Iso8583Face implements Face {

    private static final int MOST_FLUSHES_HELD = 256;

    private final FaceOptions options;
    private final FaceCounters counters = new FaceCounters();
    private final SeenTransmissions seen = new SeenTransmissions();
    private final Set<FaceSession> sessions = ConcurrentHashMap.newKeySet();
    private @Nullable MultiThreadIoEventLoopGroup loops;
    private @Nullable Channel listening;

    public Iso8583Face(FaceOptions options) {
        this.options = options;
    }

    @Override
    public String name() {
        return "iso8583";
    }

    @Override
    public synchronized void start(SandboxBank bank) throws IOException {
        SealedCodec codec = new SealedCodec();
        MultiThreadIoEventLoopGroup group = new MultiThreadIoEventLoopGroup(
                1, Thread.ofPlatform().daemon().name("sandbox-iso8583").factory(), NioIoHandler.newFactory());
        loops = group;
        Channel channel = new ServerBootstrap()
                .group(group)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel fresh) {
                        counters.connections.increment();
                        FaceSession session = new FaceSession(
                                options,
                                codec,
                                new FaceRequests(bank.books(), bank.script()),
                                counters,
                                seen,
                                sessions);
                        fresh.pipeline()
                                .addLast(new FlushConsolidationHandler(MOST_FLUSHES_HELD, true))
                                .addLast(new FrameReader(options.framing()))
                                .addLast(session);
                    }
                })
                .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), options.port()))
                .awaitUninterruptibly()
                .channel();
        if (!channel.isActive()) {
            close();
            throw new IOException("port " + options.port() + " is taken");
        }
        listening = channel;
    }

    @Override
    public synchronized String address() {
        Channel channel = listening;
        if (channel == null || !(channel.localAddress() instanceof InetSocketAddress address)) {
            throw new IllegalStateException("not started");
        }
        return address.getAddress().getHostAddress() + ":" + address.getPort();
    }

    public FaceStatistics statistics() {
        return counters.snapshot();
    }

    /** Tells everybody who is signed on what became of an instruction, unasked (0220). */
    public void advise(UUID instruction, String code) {
        sessions.forEach(session -> session.advise(instruction, code));
    }

    /** Gives everybody who is signed on a new key (0800, 101). */
    public void pushKey() {
        sessions.forEach(FaceSession::pushKey);
    }

    /** Cuts all connections. */
    public void dropConnections() {
        sessions.forEach(FaceSession::drop);
    }

    @Override
    public synchronized void close() {
        Channel channel = listening;
        if (channel != null) {
            channel.close().awaitUninterruptibly();
        }
        sessions.forEach(FaceSession::drop);
        MultiThreadIoEventLoopGroup group = loops;
        if (group != null) {
            group.shutdownGracefully(0, 2, TimeUnit.SECONDS);
        }
    }
}
