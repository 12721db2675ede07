package io.tongbao.bank.iso8583;

import static org.assertj.core.api.Assertions.assertThat;

import io.tongbao.bank.BankInstruction;
import io.tongbao.bank.BankInstrument;
import io.tongbao.bank.CardDetails;
import io.tongbao.kernel.Currency;
import io.tongbao.kernel.Money;
import io.tongbao.partner.DeclineReason;
import io.tongbao.partner.InquiryAnswer;
import io.tongbao.partner.PartnerAnswer;
import io.tongbao.testkit.FakeClock;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A bank made of another maker's library (npm {@code iso_8583}) understands us and is understood; Wireshark reads every frame. */
class NodeBankTest {

    private static final Path PEER =
            Path.of(System.getProperty("tongbao.root", ".."), "bank", "src", "test", "peers", "iso8583");

    @TempDir
    private Path directory;

    /** Skipped by name on a laptop, a failure in continuous integration. */
    private static void require(boolean isThere, String otherwise) {
        if (!isThere && "true".equals(System.getenv("CI"))) {
            throw new AssertionError(otherwise);
        }
        Assumptions.assumeTrue(isThere, otherwise);
    }

    private int run(String output, String... command) {
        try {
            Process process = new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(directory.resolve(output).toFile())
                    .start();
            return process.waitFor(120, TimeUnit.SECONDS) ? process.exitValue() : -1;
        } catch (IOException e) {
            return -1;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return -1;
        }
    }

    private static BankInstruction.Debit debit(int number, String card) {
        return new BankInstruction.Debit(
                new UUID(0x0199_0000_0000_7000L, number),
                FakeClock.START,
                Money.of(12_34, Currency.CNY),
                new BankInstrument.Card(CardDetails.ofNumber(card)),
                BankInstruction.Purpose.PAYMENT,
                null,
                "通宝 order 1");
    }

    @Test
    void anotherMakersBankAndUs() throws IOException {
        require(run("out.txt", "node", "--version") == 0, "node is not installed");
        for (String file : List.of("package.json", "bank.js")) {
            Files.copy(PEER.resolve(file), directory.resolve(file));
        }
        require(
                run("out.txt", "npm", "install", "--no-audit", "--no-fund", "--silent", "--ignore-scripts") == 0,
                "iso_8583@2.6.7 cannot be had from npm");
        Process node = new ProcessBuilder("node", "bank.js")
                .directory(directory.toFile())
                .redirectError(directory.resolve("errors.txt").toFile())
                .start();
        try (BufferedReader said =
                new BufferedReader(new InputStreamReader(node.getInputStream(), StandardCharsets.UTF_8))) {
            talk("127.0.0.1:" + said.readLine());
        } finally {
            node.destroy();
        }
        assertThat(directory.resolve("errors.txt")).hasContent("");
        assertThat(Files.readString(directory.resolve("understood.txt")))
                .contains("\"0\":\"0800\"", "\"70\":\"001\"", "\"4\":\"000000001234\"", "\"2\":\"6222001000000015\"")
                .contains("\"0\":\"0400\"", "\"90\":\"0200");
        wiresharkReads(directory.resolve("frames.txt"), 12);
    }

    private static void talk(String address) {
        try (Iso8583Bank bank = Line.open(
                Line.settings(address, Map.of("timeout-ms", "5000")),
                Path.of("."),
                new FakeClock(),
                (partner, id, answer) -> {})) {
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
            while (!bank.ready() && System.nanoTime() < end) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
            }
            assertThat(bank.echo()).isTrue();
            BankInstruction.Debit debit = debit(1, "6222001000000015");
            assertThat(bank.debit(debit)).isEqualTo(new PartnerAnswer.Done("008583"));
            assertThat(bank.debit(debit(2, "6222001000000092")))
                    .isEqualTo(new PartnerAnswer.Declined(DeclineReason.INSUFFICIENT_FUNDS, "51"));
            BankInstruction.Original original = new BankInstruction.Original(
                    debit.id(), debit.at(), debit.amount(), BankInstruction.Kind.DEBIT, null);
            assertThat(bank.inquire(original)).isEqualTo(new InquiryAnswer.Found(new PartnerAnswer.Done("B777")));
            assertThat(bank.reverse(new BankInstruction.Reversal(
                            new UUID(0x0199_0000_0000_7000L, 3), FakeClock.START, original)))
                    .isInstanceOf(PartnerAnswer.Done.class);
        }
    }

    /** The golden frames too, so that all we ever send has been read by others. */
    @Test
    void wiresharkReadsTheGoldenFrames() throws IOException {
        List<String> text = new ArrayList<>();
        GoldenFramesTest.frames().forEach((name, frame) -> {
            text.add("I");
            for (int at = 0; at < frame.length; at += 16) {
                text.add(HexFormat.of().toHexDigits(at, 6) + " "
                        + HexFormat.ofDelimiter(" ").formatHex(frame, at, Math.min(at + 16, frame.length)));
            }
        });
        Path frames = Files.write(directory.resolve("golden.txt"), text);
        wiresharkReads(frames, GoldenFramesTest.frames().size());
    }

    private void wiresharkReads(Path frames, int atLeast) throws IOException {
        require(run("out.txt", "tshark", "--version") == 0, "tshark is not installed");
        assertThat(run("out.txt", "text2pcap", "-q", "-D", "-T", "40000,8583", frames.toString(), "frames.pcap"))
                .as(Files.readString(directory.resolve("out.txt")))
                .isZero();
        assertThat(run(
                        "decoded.txt",
                        "tshark",
                        "-r",
                        "frames.pcap",
                        "-d",
                        "tcp.port==8583,iso8583",
                        "-o",
                        "iso8583.len_endian:Big endian",
                        "-o",
                        "iso8583.binencode:Bin data not encoded",
                        "-o",
                        "tcp.check_checksum:FALSE",
                        "-T",
                        "fields",
                        "-e",
                        "iso8583.mti",
                        "-e",
                        "_ws.malformed",
                        "-e",
                        "_ws.expert.message"))
                .isZero();
        List<String> decoded = Files.readAllLines(directory.resolve("decoded.txt"));
        List<String> read =
                decoded.stream().filter(line -> line.matches("0[0-9]{3}.*")).toList();
        assertThat(read).hasSizeGreaterThanOrEqualTo(atLeast);
        assertThat(decoded).noneMatch(line -> line.toLowerCase(Locale.ROOT).contains("malformed"));
    }
}
