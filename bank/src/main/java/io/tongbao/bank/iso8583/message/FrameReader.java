package io.tongbao.bank.iso8583.message;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.List;

/**
 * Cuts the stream into messages, each a {@code byte[]}. A message longer than {@link IsoCodec#MOST_BYTES} is skipped and {@link Oversized}
 * comes in its place; when the length is none, {@link FramingLost} comes and the connection ends. Empty messages, which some networks send
 * to keep a line open, are passed over.
 */
@SuppressWarnings("FutureReturnValueIgnored") // Netty tells the handlers when something fails
public final class FrameReader extends ByteToMessageDecoder {

    /**
     * A message that was too long.
     *
     * @param head its first bytes, enough to name it in a refusal
     */
    public record Oversized(int length, byte[] head) {}

    /** The stream makes no sense any more. */
    public enum FramingLost {
        FRAMING_LOST
    }

    private final Framing framing;
    private int awaited = -1;
    private int toSkip;

    public FrameReader(Framing framing) {
        this.framing = framing;
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
        if (toSkip > 0) {
            int skipped = Math.min(toSkip, in.readableBytes());
            in.skipBytes(skipped);
            toSkip -= skipped;
            return;
        }
        if (awaited < 0) {
            if (in.readableBytes() < framing.headerBytes()) {
                return;
            }
            awaited = framing.readLength(in);
            if (awaited < 0) {
                in.skipBytes(in.readableBytes());
                out.add(FramingLost.FRAMING_LOST);
                context.close();
                return;
            }
        }
        if (awaited == 0) {
            awaited = -1;
            return;
        }
        int wanted = Math.min(awaited, IsoCodec.MOST_BYTES);
        if (in.readableBytes() < wanted) {
            return;
        }
        byte[] message = new byte[wanted];
        in.readBytes(message);
        if (awaited > IsoCodec.MOST_BYTES) {
            toSkip = awaited - wanted;
            out.add(new Oversized(awaited, message));
        } else {
            out.add(message);
        }
        awaited = -1;
    }
}
