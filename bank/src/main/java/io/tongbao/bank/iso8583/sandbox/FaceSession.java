package io.tongbao.bank.iso8583.sandbox;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.tongbao.bank.iso8583.Tags;
import io.tongbao.bank.iso8583.WireIds;
import io.tongbao.bank.iso8583.mac.FileMacKeys;
import io.tongbao.bank.iso8583.mac.MacAlgorithm;
import io.tongbao.bank.iso8583.mac.Seal;
import io.tongbao.bank.iso8583.mac.SealedCodec;
import io.tongbao.bank.iso8583.message.FrameReader;
import io.tongbao.bank.iso8583.message.IsoMessage;
import io.tongbao.bank.iso8583.message.MalformedMessage;
import io.tongbao.bank.iso8583.message.PrivateData;
import io.tongbao.partner.sandbox.Mischief;
import io.tongbao.partner.sandbox.Trick;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One connection to the sandbox bank. Nothing that comes over it makes it throw; only framing that is lost ends it. */
@SuppressWarnings("FutureReturnValueIgnored") // Netty tells the handlers when something fails
final class FaceSession extends ChannelInboundHandlerAdapter {

    private static final Logger LOG = LoggerFactory.getLogger(FaceSession.class);

    private static final String DONE = "00";
    private static final String MALFORMED = "30";
    private static final String NOT_SIGNED_ON = "58";
    private static final String REPLAYED = "94";
    private static final String SYSTEM_ERROR = "96";

    private final FaceOptions options;
    private final SealedCodec codec;
    private final FaceRequests requests;
    private final FaceCounters counters;
    private final SeenTransmissions seen;
    private final Set<FaceSession> signedOn;
    private final Seal seal;
    private final SecureRandom random = new SecureRandom();
    private volatile @Nullable ChannelHandlerContext context;
    private int pushed;
    private byte @Nullable [] pushedKey;

    FaceSession(
            FaceOptions options,
            SealedCodec codec,
            FaceRequests requests,
            FaceCounters counters,
            SeenTransmissions seen,
            Set<FaceSession> signedOn) {
        this.options = options;
        this.codec = codec;
        this.requests = requests;
        this.counters = counters;
        this.seen = seen;
        this.signedOn = signedOn;
        this.seal = options.newSeal();
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        context = added;
    }

    @Override
    public void channelInactive(ChannelHandlerContext gone) {
        signedOn.remove(this);
    }

    @Override
    public void channelRead(ChannelHandlerContext from, Object read) {
        switch (read) {
            case byte[] bytes -> message(bytes);
            case FrameReader.Oversized(int length, byte[] head) -> {
                counters.oversized.increment();
                refuse(codec.readHead(head), MALFORMED);
            }
            default -> counters.malformed.increment();
        }
    }

    private void message(byte[] bytes) {
        SealedCodec.Read read;
        try {
            read = codec.read(bytes, seal);
        } catch (MalformedMessage e) {
            counters.malformed.increment();
            refuse(codec.readHead(bytes), MALFORMED);
            return;
        }
        IsoMessage message = read.message();
        boolean management = message.type().startsWith("08");
        if (!read.sealed() || (seal.lacksKey() && !management)) {
            counters.badMac.increment();
            refuse(message, SYSTEM_ERROR);
            return;
        }
        if (!message.isRequest()) {
            answered(message);
            return;
        }
        counters.requests.increment();
        PrivateData data = PrivateData.of(message);
        String mark = data.get(Tags.TRANSMISSION);
        if (mark != null && !seen.add(mark)) {
            counters.replayed.increment();
            refuse(message, REPLAYED);
        } else if (management) {
            management(message);
        } else if (!signedOn.contains(this)) {
            refuse(message, NOT_SIGNED_ON);
        } else {
            carryOut(message, data);
        }
    }

    private void management(IsoMessage message) {
        switch (message.get(70, "")) {
            case "001" -> {
                signedOn.add(this);
                refuse(message, DONE);
            }
            case "002" -> {
                signedOn.remove(this);
                refuse(message, DONE);
            }
            case "301" -> refuse(message, DONE);
            case "101" -> {
                byte[] key = newKey();
                if (key == null) {
                    refuse(message, "40");
                    return;
                }
                IsoMessage answer = FaceRequests.answerTo(message).with(39, DONE);
                send(answer.with(48, wrapped(key).write()), false);
                seal.replaceKey(key);
            }
            default -> refuse(message, "40");
        }
    }

    private void carryOut(IsoMessage message, PrivateData data) {
        String operation = requests.operation(message);
        Trick trick = requests.draw(operation);
        Mischief mischief = trick.mischief();
        if (mischief == Mischief.TIMEOUT_BEFORE) {
            return;
        }
        if (mischief == Mischief.DROP_BEFORE) {
            drop();
            return;
        }
        IsoMessage answer = requests.answer(operation, message, data, trick);
        switch (mischief) {
            case NONE, DECLINE, CLOSED, WRONG_TOTALS -> send(answer, false);
            case ERROR_AFTER -> refuse(message, SYSTEM_ERROR);
            case SLOW, LATE -> later(() -> send(answer, false), trick.millis());
            case TWICE -> {
                send(answer, false);
                send(answer, false);
            }
            case WRONG_SEAL -> send(answer, true);
            case DROP_AFTER -> drop();
            case TIMEOUT_AFTER, TIMEOUT_BEFORE, DROP_BEFORE -> {}
        }
    }

    private void later(Runnable task, long millis) {
        ChannelHandlerContext to = context;
        if (to != null) {
            to.executor().schedule(task, millis, TimeUnit.MILLISECONDS);
        }
    }

    /** Also for management, where the code may be "done". */
    private void refuse(@Nullable IsoMessage request, String code) {
        if (request != null && request.isRequest()) {
            send(FaceRequests.answerTo(request).with(39, code), false);
        }
    }

    private void send(IsoMessage message, boolean wrongSeal) {
        ChannelHandlerContext to = context;
        if (to == null || !to.channel().isActive()) {
            return;
        }
        byte[] bytes = codec.write(message, seal);
        if (wrongSeal && seal.active()) {
            bytes[bytes.length - 1] ^= 1;
        }
        to.writeAndFlush(Unpooled.wrappedBuffer(options.framing().frame(bytes)));
    }

    void advise(UUID instruction, String code) {
        onLoop(() -> send(
                unasked("0220")
                        .with(39, code)
                        .with(
                                48,
                                new PrivateData()
                                        .with(Tags.ID, WireIds.write(instruction))
                                        .write()),
                false));
    }

    void pushKey() {
        onLoop(() -> {
            byte[] key = newKey();
            if (key != null) {
                pushedKey = key;
                send(unasked("0800").with(48, wrapped(key).write()).with(70, "101"), false);
            }
        });
    }

    /** Our own key exchange was accepted. */
    private void answered(IsoMessage answer) {
        byte[] key = pushedKey;
        if (key != null && answer.type().equals("0810") && answer.get(39, "").equals(DONE)) {
            seal.replaceKey(key);
            pushedKey = null;
        }
    }

    private IsoMessage unasked(String type) {
        return new IsoMessage(type)
                .with(7, requests.transmissionTime())
                .with(11, String.format("%06d", ++pushed % 1_000_000));
    }

    private byte @Nullable [] newKey() {
        if (options.zoneKey() == null || options.algorithm().isEmpty()) {
            return null;
        }
        byte[] key = new byte[MacAlgorithm.KEY_BYTES];
        random.nextBytes(key);
        return key;
    }

    private PrivateData wrapped(byte[] key) {
        MacAlgorithm algorithm = options.algorithm().orElseThrow();
        byte[] wrapped = FileMacKeys.of(algorithm, Objects.requireNonNull(options.zoneKey()))
                .wrap(key);
        HexFormat hex = HexFormat.of().withUpperCase();
        return new PrivateData()
                .with(Tags.WORKING_KEY, hex.formatHex(wrapped))
                .with(Tags.CHECK_VALUE, hex.formatHex(algorithm.checkValue(key)));
    }

    private void onLoop(Runnable task) {
        ChannelHandlerContext to = context;
        if (to != null) {
            to.executor().execute(task);
        }
    }

    void drop() {
        ChannelHandlerContext to = context;
        if (to != null) {
            to.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext from, Throwable cause) {
        // A reset connection, or a fault of this sandbox: either way this connection is over.
        LOG.warn("A connection to the sandbox bank failed: {}", cause.toString());
        from.close();
    }
}
