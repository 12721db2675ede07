package io.tongbao.bank.http.sandbox;

import io.tongbao.bank.http.wire.KeyFile;
import io.tongbao.bank.http.wire.Seal;
import io.tongbao.bank.http.wire.SealAlgorithm;
import io.tongbao.bank.sandbox.Face;
import io.tongbao.bank.sandbox.FaceKind;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Makes {@link HttpFace}s from words: {@code port} (any), {@code signature} (rsa, sm2), {@code key-id}, {@code key-file} (the bank's),
 * {@code platform-key-id}, {@code platform-key-file}, {@code callback} (an address), {@code clock-window-seconds} (300). Files are named
 * from the bank's directory.
 */
public final class HttpFaces implements FaceKind {

    private static final Set<String> KNOWN = Set.of(
            "port",
            "signature",
            "key-id",
            "key-file",
            "platform-key-id",
            "platform-key-file",
            "callback",
            "clock-window-seconds");

    @Override
    public String name() {
        return "http";
    }

    @Override
    public Face make(Path directory, Map<String, String> settings) {
        Set<String> unknown = new TreeSet<>(settings.keySet());
        unknown.removeAll(KNOWN);
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException("the http face does not know " + unknown);
        }
        SealAlgorithm algorithm =
                SealAlgorithm.valueOf(require(settings, "signature").toUpperCase(Locale.ROOT));
        String callback = settings.get("callback");
        return new HttpFace(new HttpFace.Settings(
                Integer.parseInt(settings.getOrDefault("port", "0")),
                new Seal.Parties(
                        algorithm,
                        require(settings, "key-id"),
                        KeyFile.readPrivate(directory.resolve(require(settings, "key-file")), algorithm),
                        require(settings, "platform-key-id"),
                        KeyFile.readPublic(directory.resolve(require(settings, "platform-key-file")), algorithm),
                        Duration.ofSeconds(Long.parseLong(settings.getOrDefault("clock-window-seconds", "300")))),
                callback == null ? null : URI.create(callback)));
    }

    private static String require(Map<String, String> settings, String name) {
        String value = settings.get(name);
        if (value == null) {
            throw new IllegalArgumentException("the http face needs " + name);
        }
        return value;
    }
}
