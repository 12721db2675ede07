package io.tongbao.bank.iso8583.mac;

import java.util.Arrays;
import org.bouncycastle.crypto.BlockCipher;
import org.bouncycastle.crypto.Mac;
import org.bouncycastle.crypto.engines.AESEngine;
import org.bouncycastle.crypto.engines.DESEngine;
import org.bouncycastle.crypto.engines.DESedeEngine;
import org.bouncycastle.crypto.engines.SM4Engine;
import org.bouncycastle.crypto.macs.CMac;
import org.bouncycastle.crypto.macs.ISO9797Alg3Mac;
import org.bouncycastle.crypto.params.KeyParameter;

/** How a message is sealed. Codes longer than eight bytes are cut to their first eight, which is what the fields hold. */
public enum MacAlgorithm {
    /** ANSI X9.19 (ISO/IEC 9797-1 algorithm 3, padding 1): DES through the message, 3DES on the last block. */
    X9_19("x9.19"),
    /** AES-128 CMAC, NIST SP 800-38B. */
    AES_CMAC("aes-cmac"),
    /** CMAC over SM4, GB/T 15852.1 and GB/T 32907. */
    SM4_CMAC("sm4-cmac");

    /** Keys of all three. */
    public static final int KEY_BYTES = 16;

    public static final int MAC_BYTES = 8;

    private static final int CHECK_BYTES = 3;

    private final String written;

    MacAlgorithm(String written) {
        this.written = written;
    }

    /** @throws IllegalArgumentException when it is none of them */
    public static MacAlgorithm named(String name) {
        for (MacAlgorithm algorithm : values()) {
            if (algorithm.written.equals(name)) {
                return algorithm;
            }
        }
        throw new IllegalArgumentException("mac is none, x9.19, aes-cmac or sm4-cmac");
    }

    /** As it is written in settings. */
    public String written() {
        return written;
    }

    /** Eight bytes over the first {@code length} of {@code message}. */
    byte[] over(byte[] key, byte[] message, int length) {
        Mac mac =
                switch (this) {
                    case X9_19 -> new ISO9797Alg3Mac(new DESEngine(), MAC_BYTES * 8);
                    case AES_CMAC -> new CMac(AESEngine.newInstance());
                    case SM4_CMAC -> new CMac(new SM4Engine());
                };
        mac.init(new KeyParameter(key));
        mac.update(message, 0, length);
        byte[] code = new byte[mac.getMacSize()];
        mac.doFinal(code, 0);
        return code.length == MAC_BYTES ? code : Arrays.copyOf(code, MAC_BYTES);
    }

    /** The block cipher that wraps keys of this algorithm: 3DES with two keys, AES-128 or SM4. */
    private BlockCipher cipher() {
        return switch (this) {
            case X9_19 -> new DESedeEngine();
            case AES_CMAC -> AESEngine.newInstance();
            case SM4_CMAC -> new SM4Engine();
        };
    }

    /** Block by block (ECB), which is how zone master keys wrap working keys. */
    byte[] blocks(boolean encrypt, byte[] key, byte[] in) {
        BlockCipher cipher = cipher();
        cipher.init(encrypt, new KeyParameter(key));
        if (in.length % cipher.getBlockSize() != 0) {
            throw new IllegalArgumentException("not whole blocks");
        }
        byte[] out = new byte[in.length];
        for (int at = 0; at < in.length; at += cipher.getBlockSize()) {
            cipher.processBlock(in, at, out, at);
        }
        return out;
    }

    /** The key check value: the first three bytes of zeros encrypted. */
    public byte[] checkValue(byte[] key) {
        return Arrays.copyOf(blocks(true, key, new byte[cipher().getBlockSize()]), CHECK_BYTES);
    }
}
