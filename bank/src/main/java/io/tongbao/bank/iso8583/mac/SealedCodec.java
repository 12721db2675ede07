package io.tongbao.bank.iso8583.mac;

import io.tongbao.bank.iso8583.message.IsoCodec;
import io.tongbao.bank.iso8583.message.IsoMessage;
import io.tongbao.bank.iso8583.message.MalformedMessage;
import org.jspecify.annotations.Nullable;

/** Messages to sealed bytes and back. Thread-safe. */
public final class SealedCodec {

    private static final String NO_CODE_YET = "\0".repeat(MacAlgorithm.MAC_BYTES);

    private final IsoCodec codec = new IsoCodec();

    /**
     * What was read.
     *
     * @param sealed whether its code is right, or none is used; nothing in it may be believed when not
     */
    public record Read(IsoMessage message, boolean sealed) {}

    /** The bytes; with the code in field 64 or 128 when the seal has a key. */
    public byte[] write(IsoMessage message, Seal seal) {
        if (!seal.active()) {
            return codec.write(message);
        }
        byte[] bytes = codec.write(message.with(message.macField(), NO_CODE_YET));
        seal.close(bytes);
        return bytes;
    }

    public Read read(byte[] bytes, Seal seal) throws MalformedMessage {
        IsoMessage message = codec.read(bytes);
        if (!seal.active()) {
            return new Read(message, true);
        }
        return new Read(message, message.get(message.macField()) != null && seal.fits(bytes));
    }

    /** See {@link IsoCodec#readHead}. */
    public @Nullable IsoMessage readHead(byte[] bytes) {
        return codec.readHead(bytes);
    }
}
