package io.tongbao.bank.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.tongbao.bank.BankInstruction;
import io.tongbao.bank.file.FileWorld.Configured;
import io.tongbao.bank.file.transport.RemoteFiles;
import io.tongbao.bank.file.transport.Transport;
import io.tongbao.bank.sandbox.Operation;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The line dies before or after each thing that is done on it; what follows must come out right, once. */
final class FileCrashTest {

    private static final int MOST_STEPS = 14;

    @TempDir
    private Path directory;

    static List<Integer> fuses() {
        return IntStream.rangeClosed(1, MOST_STEPS).boxed().toList();
    }

    @ParameterizedTest
    @MethodSource("fuses")
    void overSftpEachRowIsBookedOnce(int fuse) {
        holds(Configured.CSV_OVER_SFTP, fuse);
    }

    @ParameterizedTest
    @MethodSource("fuses")
    void overFtpEachRowIsBookedOnce(int fuse) {
        holds(Configured.ISO_OVER_FTP, fuse);
    }

    private void holds(Configured configured, int fuse) {
        Fused fused = new Fused(fuse);
        try (FileWorld world = new FileWorld(configured, directory, fused::around, Map.of())) {
            BankInstruction.Debit debit = world.debit(FileWorld.CARD, 100);
            BankInstruction.Credit credit = world.credit(FileWorld.CARD, 30);
            world.bank.debit(debit);
            world.bank.credit(credit);
            for (int round = 0; round < 4; round++) {
                world.bank.tick();
                world.face.settle();
            }
            world.bank.tick();
            assertThat(world.sandbox.books().all().map(Operation::id))
                    .containsExactlyInAnyOrder(debit.id(), credit.id());
            assertThat(world.balance(FileWorld.CARD)).isEqualTo(10_000_00 - 70);
            assertThat(world.told).extracting(FileWorld.Told::id).containsExactlyInAnyOrder(debit.id(), credit.id());
            assertThat(world.troubles).isEmpty();
            assertThat(world.files("out")).isEmpty();
            assertThat(world.files("in")).allMatch(name -> name.endsWith(".tmp"));
            assertThat(fused.left.get()).as("the fuse was longer than the way").isLessThan(MOST_STEPS);
        }
    }

    /** Dies once, at the n-th step: odd steps before something is done, even ones after it was. */
    private static final class Fused {

        private final AtomicInteger left;

        Fused(int steps) {
            this.left = new AtomicInteger(steps);
        }

        void step() throws IOException {
            if (left.decrementAndGet() == 0) {
                throw new IOException("the line is dead");
            }
        }

        Transport around(Transport transport) {
            return () -> {
                step();
                return new FusedFiles(transport.connect());
            };
        }

        private final class FusedFiles implements RemoteFiles {

            private final RemoteFiles files;

            FusedFiles(RemoteFiles files) {
                this.files = files;
            }

            @Override
            public List<RemoteFile> list(String directory) throws IOException {
                List<RemoteFile> listed = files.list(directory);
                step();
                return listed;
            }

            @Override
            public boolean put(String directory, String name, Content content) throws IOException {
                step();
                boolean fresh = files.put(directory, name, out -> {
                    content.writeTo(out);
                    // The whole is not on its way yet: what was written lies in buffers.
                    step();
                });
                step();
                return fresh;
            }

            @Override
            public void get(String directory, String name, OutputStream out) throws IOException {
                files.get(directory, name, out);
                step();
            }

            @Override
            public void move(String directory, String name, String toDirectory, String toName) throws IOException {
                step();
                files.move(directory, name, toDirectory, toName);
                step();
            }

            @Override
            public void close() throws IOException {
                files.close();
            }
        }
    }
}
