package io.tongbao.bank.iso8583;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.timeout.IdleStateEvent;
import io.tongbao.bank.iso8583.Calls.Answered;
import io.tongbao.bank.iso8583.Calls.BadSeal;
import io.tongbao.bank.iso8583.mac.SealedCodec;
import io.tongbao.bank.iso8583.message.FrameReader;
import io.tongbao.bank.iso8583.message.IsoMessage;
import io.tongbao.bank.iso8583.message.MalformedMessage;
import io.tongbao.bank.iso8583.message.PrivateData;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What arrives on one connection from a bank. Nothing that a bank may send makes it throw. */
@SuppressWarnings("FutureReturnValueIgnored") // Netty tells the handlers when something fails
final class LinkHandler extends ChannelInboundHandlerAdapter {

    private static final Logger LOG = LoggerFactory.getLogger(LinkHandler.class);
    private static final int MOST_SEEN = 10_000;

    private final BankLink link;
    private final SealedCodec codec;
    private final Calls calls;
    private final LinkCounters counters;
    private final BankLink.Unasked unasked;

    /** Management requests of the bank that came on this connection: one that comes again was recorded by somebody. */
    private final Map<String, Boolean> seen = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > MOST_SEEN;
        }
    };

    LinkHandler(BankLink link, SealedCodec codec, Calls calls, LinkCounters counters, BankLink.Unasked unasked) {
        this.link = link;
        this.codec = codec;
        this.calls = calls;
        this.counters = counters;
        this.unasked = unasked;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        link.connected(context.channel());
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        link.disconnected(context.channel());
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof IdleStateEvent && link.ready()) {
            link.echo();
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object read) {
        switch (read) {
            case byte[] bytes -> message(bytes);
            case FrameReader.Oversized(int length, byte[] head) -> {
                counters.oversized.increment();
                reply(codec.readHead(head), "30");
            }
            default -> counters.malformed.increment();
        }
    }

    private void message(byte[] bytes) {
        SealedCodec.Read read;
        try {
            read = codec.read(bytes, link.seal());
        } catch (MalformedMessage e) {
            counters.malformed.increment();
            LOG.debug("A malformed message: {}", e.getMessage());
            reply(codec.readHead(bytes), "30");
            return;
        }
        IsoMessage message = read.message();
        boolean management = message.type().startsWith("08");
        if (!read.sealed() || (link.lacksKey() && !management)) {
            counters.badMac.increment();
            if (message.isRequest()) {
                reply(message, "96");
            } else {
                calls.end(message, new BadSeal());
            }
        } else if (!message.isRequest()) {
            if (calls.end(message, new Answered(message))) {
                counters.answered.increment();
            } else {
                unasked.answer(message);
            }
        } else if (management) {
            management(message);
        } else if (message.type().startsWith("02") && message.type().charAt(2) == '2') {
            unasked.advice(message).thenAccept(code -> reply(message, code));
        } else {
            reply(message, "40");
        }
    }

    /** The bank's own sign-on, echo, new key or sign-off. */
    private void management(IsoMessage message) {
        String mark = message.get(11, "")
                + message.get(7, "")
                + PrivateData.of(message).find(Tags.TRANSMISSION).orElse("");
        if (seen.put(mark, true) != null) {
            counters.replayed.increment();
            reply(message, "94");
            return;
        }
        switch (message.get(70, "")) {
            case BankLink.SIGN_ON, BankLink.ECHO -> reply(message, "00");
            case BankLink.SIGN_OFF -> {
                link.signedOff();
                reply(message, "00");
            }
            case BankLink.KEY_EXCHANGE -> newKey(message);
            default -> reply(message, "40");
        }
    }

    private void newKey(IsoMessage message) {
        IsoMessage accepted = answer(message, "00");
        try {
            // Our answer is the last message under the former key; both sides believe either for a while.
            link.takeKey(message);
        } catch (IllegalStateException e) {
            LOG.warn("The bank's new key was refused: {}", e.getMessage());
            reply(message, "96");
            return;
        }
        link.send(accepted);
    }

    private void reply(@Nullable IsoMessage request, String code) {
        if (request != null && request.isRequest() && !link.lacksKey()) {
            link.send(answer(request, code));
        }
    }

    private static IsoMessage answer(IsoMessage request, String code) {
        IsoMessage answer = new IsoMessage(request.answerType());
        for (int field : new int[] {3, 7, 11, 37, 70}) {
            request.find(field).ifPresent(value -> answer.with(field, value));
        }
        return answer.with(39, code);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        // A reset connection and the like; the calls under way end as lost.
        LOG.warn("A bank's connection failed: {}", cause.toString());
        context.close();
    }
}
