package io.tongbao.bank.file.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tongbao.bank.file.transport.RemoteFiles.RemoteFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every transport keeps, against a server that serves {@link #root} with {@code in} and {@code out} in it. */
abstract class TransportContract {

    @TempDir
    private Path temporary;

    /** Where the server's files lie. */
    abstract Path root();

    /** As the transport names them: {@code in} or an absolute path. */
    abstract String in();

    abstract String out();

    abstract Transport transport();

    abstract Transport transportWithPassword(Path password);

    final Path file(String name, String content) throws IOException {
        Path file = temporary.resolve(name);
        Files.writeString(file, content);
        return file;
    }

    @Test
    void aFileIsThereWholeOrNotAtAll() throws IOException {
        byte[] content = new byte[300_000];
        for (int i = 0; i < content.length; i++) {
            content[i] = (byte) ((i * 31) >> 3);
        }
        try (RemoteFiles files = transport().connect()) {
            assertThat(files.put(in(), "TB1.csv", out -> out.write(content))).isTrue();
            assertThat(Files.readAllBytes(root().resolve("in/TB1.csv"))).isEqualTo(content);
            assertThat(files.put(in(), "TB1.csv", out -> out.write('x'))).isFalse();
            assertThat(Files.readAllBytes(root().resolve("in/TB1.csv"))).isEqualTo(content);
            assertThat(files.list(in())).containsExactly(new RemoteFile("TB1.csv", content.length));
        }
    }

    @Test
    void whatWasHalfSentIsNoFileAndDoesNotStandInTheWay() throws IOException {
        assertThatThrownBy(() -> {
                    try (RemoteFiles files = transport().connect()) {
                        files.put(in(), "TB2.csv", out -> {
                            out.write("half".getBytes(StandardCharsets.US_ASCII));
                            out.flush();
                            throw new IOException("the line is dead");
                        });
                    }
                })
                .hasStackTraceContaining("the line is dead");
        assertThat(root().resolve("in/TB2.csv")).doesNotExist();
        try (RemoteFiles files = transport().connect()) {
            assertThat(files.put(in(), "TB2.csv", out -> out.write("whole".getBytes(StandardCharsets.US_ASCII))))
                    .isTrue();
        }
        assertThat(root().resolve("in/TB2.csv")).hasContent("whole");
        assertThat(root().resolve("in/TB2.csv.tmp")).doesNotExist();
    }

    @Test
    void filesAreFetchedAndMovedAside() throws IOException {
        Files.writeString(root().resolve("out/a.result.csv"), "answer");
        Files.createDirectories(root().resolve("out/directory"));
        try (RemoteFiles files = transport().connect()) {
            assertThat(files.list(out())).contains(new RemoteFile("a.result.csv", 6));
            assertThat(files.list(out())).extracting(RemoteFile::name).doesNotContain("directory");
            ByteArrayOutputStream got = new ByteArrayOutputStream();
            files.get(out(), "a.result.csv", got);
            assertThat(got).hasToString("answer");
            files.move(out(), "a.result.csv", out() + "/done", "a.result.csv.1");
            assertThat(files.list(out())).extracting(RemoteFile::name).doesNotContain("a.result.csv");
            assertThat(files.list(out() + "/done")).extracting(RemoteFile::name).containsExactly("a.result.csv.1");
        }
        Files.writeString(root().resolve("out/a.result.csv"), "answer");
        try (RemoteFiles files = transport().connect()) {
            files.move(out(), "a.result.csv", out() + "/done", "a.result.csv.1");
            assertThat(files.list(out())).extracting(RemoteFile::name).doesNotContain("a.result.csv");
        }
        assertThat(root().resolve("out/done/a.result.csv.1")).hasContent("answer");
    }

    @Test
    void aDirectoryThatIsMissingIsEmpty() throws IOException {
        try (RemoteFiles files = transport().connect()) {
            assertThat(files.list(out() + "/nowhere")).isEqualTo(List.of());
        }
    }

    @Test
    void aFileThatIsMissingIsAnError() throws IOException {
        try (RemoteFiles files = transport().connect()) {
            assertThatThrownBy(() -> files.get(out(), "nothing.csv", new ByteArrayOutputStream()))
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void aWrongPasswordIsRefused() throws IOException {
        Transport wrong = transportWithPassword(file("wrong", "not-it\n"));
        assertThatThrownBy(() -> wrong.connect().close()).isInstanceOf(IOException.class);
    }
}
