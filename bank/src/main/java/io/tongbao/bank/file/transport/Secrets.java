package io.tongbao.bank.file.transport;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Passwords in files of their own. */
final class Secrets {

    private static final int LONGEST = 1024;

    private Secrets() {}

    /** The file's only line. */
    static String line(Path file) throws IOException {
        if (Files.size(file) > LONGEST) {
            throw new IOException("a password file has at most " + LONGEST + " bytes: " + file.getFileName());
        }
        String password = Files.readString(file).strip();
        if (password.isEmpty() || password.indexOf('\n') >= 0) {
            throw new IOException("a password file has one line: " + file.getFileName());
        }
        return password;
    }
}
