package io.tongbao.bank.iso8583;

import io.tongbao.bank.iso8583.mac.Seal;
import io.tongbao.bank.iso8583.mac.SealedCodec;
import io.tongbao.bank.iso8583.message.Framing;
import io.tongbao.bank.iso8583.message.IsoMessage;
import io.tongbao.bank.iso8583.message.MalformedMessage;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** One end of a line, message by message, that may say anything. Two-byte lengths. */
final class RawPeer implements Closeable {

    private static final int PATIENCE_MS = 10_000;

    private final Socket socket;
    private final DataInputStream in;
    private final OutputStream out;
    private final SealedCodec codec = new SealedCodec();
    private final Seal seal;

    private RawPeer(Socket socket, Seal seal) throws IOException {
        this.socket = socket;
        this.seal = seal;
        socket.setSoTimeout(PATIENCE_MS);
        socket.setTcpNoDelay(true);
        this.in = new DataInputStream(socket.getInputStream());
        this.out = socket.getOutputStream();
    }

    /** As the platform, to a bank at {@code host:port}. */
    static RawPeer connect(String address, Seal seal) throws IOException {
        int port = Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
        return new RawPeer(new Socket(InetAddress.getLoopbackAddress(), port), seal);
    }

    /** As the bank: takes a connection and lets it sign on. */
    static RawPeer accept(ServerSocket listening, Seal seal) throws IOException {
        listening.setSoTimeout(PATIENCE_MS);
        RawPeer peer = new RawPeer(listening.accept(), seal);
        peer.send(answer(peer.read(), "00"));
        return peer;
    }

    byte[] bytes(IsoMessage message) {
        return codec.write(message, seal);
    }

    void send(IsoMessage message) throws IOException {
        sendBytes(bytes(message));
    }

    void sendBytes(byte[] message) throws IOException {
        out.write(Framing.BINARY2.frame(message));
        out.flush();
    }

    IsoMessage read() throws IOException {
        byte[] message = new byte[in.readUnsignedShort()];
        in.readFully(message);
        try {
            return codec.read(message, seal).message();
        } catch (MalformedMessage e) {
            throw new IOException(e);
        }
    }

    /** The next answer; whatever the other side asks meanwhile is passed over. */
    IsoMessage readAnswer() throws IOException {
        IsoMessage read = read();
        while (read.isRequest()) {
            read = read();
        }
        return read;
    }

    void replaceKey(byte[] key) {
        seal.replaceKey(key);
    }

    IsoMessage ask(IsoMessage message) throws IOException {
        send(message);
        return read();
    }

    static IsoMessage answer(IsoMessage request, String code) {
        IsoMessage answer = new IsoMessage(request.answerType());
        for (int field : new int[] {3, 4, 7, 11, 37, 70}) {
            request.find(field).ifPresent(value -> answer.with(field, value));
        }
        return answer.with(39, code);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
