package io.tongbao.postgres;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.HexFormat;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/** One number for all migrations of a module as they are on the class path: names and texts. */
final class MigrationDigest {

    private MigrationDigest() {}

    /** Lower-case hex of SHA-256. */
    static String of(SchemaModule module) {
        SortedMap<String, byte[]> files = new TreeMap<>();
        String folder = "db/" + module.name();
        try {
            for (URL found :
                    Collections.list(MigrationDigest.class.getClassLoader().getResources(folder))) {
                if (found.openConnection() instanceof JarURLConnection jar) {
                    read(jar, folder, files);
                } else {
                    read(Path.of(found.toURI()), files);
                }
            }
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            files.forEach((name, text) -> {
                digest.update((name + "\n" + text.length + "\n").getBytes(StandardCharsets.UTF_8));
                digest.update(text);
            });
            return HexFormat.of().formatHex(digest.digest());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException | URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void read(JarURLConnection connection, String folder, SortedMap<String, byte[]> files)
            throws IOException, URISyntaxException {
        // A file of our own, so that closing it closes nobody else's.
        URI uri = connection.getJarFileURL().toURI();
        try (JarFile jar = new JarFile(Path.of(uri).toFile())) {
            for (JarEntry entry : Collections.list(jar.entries())) {
                if (entry.getName().startsWith(folder + "/") && !entry.isDirectory()) {
                    try (InputStream text = jar.getInputStream(entry)) {
                        files.put(entry.getName().substring(folder.length() + 1), text.readAllBytes());
                    }
                }
            }
        }
    }

    private static void read(Path directory, SortedMap<String, byte[]> files) throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                files.put(directory.relativize(file).toString(), Files.readAllBytes(file));
            }
        }
    }
}
