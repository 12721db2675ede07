package io.tongbao.customer;

import java.io.IOException;
import java.nio.file.Path;

/** Work in progress: the signatures stand. The keys that verify PINs, kept outside the data directory. */
public final class PinKeyring {

    private final Path file;

    private PinKeyring(Path file) {
        this.file = file;
    }

    /** Opens the key file in this directory, or makes it (readable by its owner only). */
    public static PinKeyring openOrCreate(Path keysDirectory) throws IOException {
        return new PinKeyring(keysDirectory);
    }

    @Override
    public String toString() {
        return "PinKeyring[" + file + "]";
    }
}
