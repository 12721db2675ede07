package io.tongbao.bank.file.format;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.security.MessageDigest;
import java.util.HexFormat;

/** Writes records of RFC 4180, each ended by CR LF; the digest is over the bytes of the rows, line ends included. */
final class CsvWriter {

    private final OutputStream out;
    private final Charset charset;
    private final MessageDigest digest = Sha256.start();

    CsvWriter(OutputStream out, Charset charset) {
        this.out = out;
        this.charset = charset;
    }

    /** A header or trailer. */
    void frame(String... fields) throws IOException {
        out.write(line(fields));
    }

    void row(String... fields) throws IOException {
        byte[] line = line(fields);
        digest.update(line);
        out.write(line);
    }

    String digest() {
        return HexFormat.of().formatHex(digest.digest());
    }

    private byte[] line(String... fields) {
        StringBuilder line = new StringBuilder(160);
        for (String field : fields) {
            if (!line.isEmpty()) {
                line.append(',');
            }
            if (field.indexOf(',') >= 0 || field.indexOf('"') >= 0) {
                line.append('"').append(field.replace("\"", "\"\"")).append('"');
            } else {
                line.append(field);
            }
        }
        return line.append("\r\n").toString().getBytes(charset);
    }
}
