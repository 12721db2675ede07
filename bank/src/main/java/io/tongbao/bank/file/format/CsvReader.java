package io.tongbao.bank.file.format;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads records of RFC 4180 without line breaks inside fields, each line ended by CR LF (or LF), at most 4 KiB long. In UTF-8 and GB18030
 * no byte of a longer character is a comma, a quote or a line break, so lines are cut before they are decoded.
 */
final class CsvReader {

    private static final int LONGEST_LINE = 4096;
    private static final int MOST_FIELDS = 32;

    private final InputStream in;
    private final Charset charset;
    private final MessageDigest digest = Sha256.start();
    private byte[] line = {};

    CsvReader(InputStream in, Charset charset) {
        this.in = new BufferedInputStream(in, 1 << 16);
        this.charset = charset;
    }

    /** The next record, or null at the end. */
    @Nullable
    List<String> next() throws IOException, FileRefused {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
        int read = in.read();
        while (read >= 0) {
            bytes.write(read);
            if (read == '\n') {
                break;
            }
            if (bytes.size() > LONGEST_LINE) {
                throw new FileRefused("a line is longer than " + LONGEST_LINE + " bytes");
            }
            read = in.read();
        }
        line = bytes.toByteArray();
        if (line.length == 0) {
            return null;
        }
        if (line[line.length - 1] != '\n') {
            throw new FileRefused("the file ends in the middle of a line");
        }
        int end = line.length - 1;
        if (end > 0 && line[end - 1] == '\r') {
            end--;
        }
        try {
            return split(charset.newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(line, 0, end))
                    .toString());
        } catch (CharacterCodingException e) {
            throw new FileRefused("a line is not valid " + charset);
        }
    }

    /** The record just read belongs to the digested rows. */
    void digestLine() {
        digest.update(line);
    }

    /** Hex digest of the lines given to {@link #digestLine}. */
    String digest() {
        return HexFormat.of().formatHex(digest.digest());
    }

    private static List<String> split(String text) throws FileRefused {
        List<String> fields = new ArrayList<>();
        int at = 0;
        while (true) {
            StringBuilder field = new StringBuilder();
            if (at < text.length() && text.charAt(at) == '"') {
                at = quoted(text, at + 1, field);
            } else {
                while (at < text.length() && text.charAt(at) != ',') {
                    if (text.charAt(at) == '"') {
                        throw new FileRefused("a quote in the middle of a field");
                    }
                    field.append(text.charAt(at));
                    at++;
                }
            }
            fields.add(field.toString());
            if (fields.size() > MOST_FIELDS) {
                throw new FileRefused("a line has more than " + MOST_FIELDS + " fields");
            }
            if (at >= text.length()) {
                return fields;
            }
            if (text.charAt(at) != ',') {
                throw new FileRefused("text after a quoted field");
            }
            at++;
        }
    }

    private static int quoted(String text, int from, StringBuilder field) throws FileRefused {
        int at = from;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '"') {
                if (at + 1 >= text.length() || text.charAt(at + 1) != '"') {
                    return at + 1;
                }
                at++;
            }
            field.append(c);
            at++;
        }
        throw new FileRefused("a quoted field without an end");
    }
}
