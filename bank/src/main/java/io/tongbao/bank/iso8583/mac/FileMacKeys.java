package io.tongbao.bank.iso8583.mac;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.GeneralSecurityException;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Set;

/** A zone master key from a file of 32 hexadecimal digits that its owner alone may read. */
public final class FileMacKeys implements MacKeys {

    private static final Set<PosixFilePermission> OTHERS = EnumSet.of(
            PosixFilePermission.GROUP_READ,
            PosixFilePermission.GROUP_WRITE,
            PosixFilePermission.OTHERS_READ,
            PosixFilePermission.OTHERS_WRITE);

    private final MacAlgorithm algorithm;
    private final byte[] key;

    private FileMacKeys(MacAlgorithm algorithm, byte[] key) {
        this.algorithm = algorithm;
        this.key = key;
    }

    /** @throws IllegalArgumentException see {@link #read} */
    public static FileMacKeys of(MacAlgorithm algorithm, Path file) {
        return new FileMacKeys(algorithm, read(file));
    }

    /** A key that is in memory already: the bank's side. */
    public static FileMacKeys of(MacAlgorithm algorithm, byte[] key) {
        return new FileMacKeys(algorithm, key.clone());
    }

    /**
     * A key.
     *
     * @throws IllegalArgumentException the file is not there, others may read or write it, or it holds no key; never tells what it holds
     */
    public static byte[] read(Path file) {
        try {
            if (Files.getFileStore(file).supportsFileAttributeView("posix")
                    && Files.getPosixFilePermissions(file).stream().anyMatch(OTHERS::contains)) {
                throw new IllegalArgumentException("key file " + file + " must be its owner's alone (chmod 600)");
            }
            String written = Files.readString(file, StandardCharsets.US_ASCII).strip();
            if (!written.matches("[0-9a-fA-F]{" + 2 * MacAlgorithm.KEY_BYTES + "}")) {
                throw new IllegalArgumentException("key file " + file + " must hold 32 hexadecimal digits");
            }
            return HexFormat.of().parseHex(written);
        } catch (IOException e) {
            throw new IllegalArgumentException("key file " + file + " cannot be read", e);
        }
    }

    /** Wraps a working key: the bank's side. */
    public byte[] wrap(byte[] working) {
        return algorithm.blocks(true, key, working);
    }

    @Override
    public byte[] unwrap(byte[] wrapped) throws GeneralSecurityException {
        if (wrapped.length != MacAlgorithm.KEY_BYTES) {
            throw new GeneralSecurityException("a wrapped key has " + MacAlgorithm.KEY_BYTES + " bytes");
        }
        return algorithm.blocks(false, key, wrapped);
    }

    @Override
    public String toString() {
        return "FileMacKeys[****]";
    }
}
