package io.tongbao.bank.iso8583;

import static org.assertj.core.api.Assertions.assertThat;

import io.tongbao.bank.BankInstruction;
import io.tongbao.bank.BankInstrument;
import io.tongbao.bank.CardDetails;
import io.tongbao.bank.SignUp;
import io.tongbao.bank.iso8583.mac.MacAlgorithm;
import io.tongbao.bank.iso8583.mac.Seal;
import io.tongbao.bank.iso8583.mac.SealedCodec;
import io.tongbao.bank.iso8583.message.Framing;
import io.tongbao.bank.iso8583.message.IsoMessage;
import io.tongbao.bank.iso8583.message.MalformedMessage;
import io.tongbao.kernel.Currency;
import io.tongbao.kernel.Money;
import io.tongbao.testkit.FakeClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Every message we send, byte by byte; {@code -Dgolden.update=true} writes the file anew. */
final class GoldenFramesTest {

    private static final Path GOLDEN = Path.of(
            System.getProperty("tongbao.root", ".."),
            "bank",
            "src",
            "test",
            "resources",
            "golden",
            "iso8583-frames.txt");

    private static final BankInstruction.Debit DEBIT = new BankInstruction.Debit(
            new UUID(0x0199_a1b2_c3d4_7e5fL, 0x8123_4567_89ab_cdefL),
            FakeClock.START,
            Money.of(12_34, Currency.CNY),
            new BankInstrument.Card(CardDetails.ofNumber("6222001000000015")),
            BankInstruction.Purpose.PAYMENT,
            "123456",
            "通宝 order 1");

    private static final BankInstruction.Original ORIGINAL = new BankInstruction.Original(
            DEBIT.id(), DEBIT.at(), DEBIT.amount(), BankInstruction.Kind.DEBIT, "000000000017");

    private static UUID id(int number) {
        return new UUID(0x0199_a1b2_c3d4_7000L, 0x8000_0000_0000_0000L + number);
    }

    static Map<String, IsoMessage> messages() {
        Requests requests = new Requests(
                Iso8583Settings.read(Line.settings("127.0.0.1:8583", Map.of("institution", "48721000")), Path.of(".")),
                new FakeClock(),
                "0a1b2c3d4e5f");
        SignUp signUp = new SignUp(
                id(1),
                FakeClock.START,
                SignUp.Mode.BANK_CODE,
                new CardDetails("6222001000000015", "3512", null, "张伟", "110101199003070038", "+8613800000001"),
                "cus_1",
                "");
        BankInstrument.Agreement agreement = new BankInstrument.Agreement("AG0000000001");
        Map<String, IsoMessage> all = new LinkedHashMap<>();
        all.put("sign-on", requests.management("001"));
        all.put("key-exchange", requests.management("101"));
        all.put("echo", requests.management("301"));
        all.put("debit", requests.debit(DEBIT));
        all.put(
                "credit",
                requests.credit(new BankInstruction.Credit(
                        id(2),
                        FakeClock.START,
                        Money.of(50_00, Currency.CNY),
                        new BankInstrument.Card(CardDetails.ofNumber("110101199003070038110101")),
                        BankInstruction.Purpose.WITHDRAWAL,
                        BankInstruction.Speed.NEXT_DAY,
                        "")));
        all.put(
                "refund",
                requests.refund(
                        new BankInstruction.Refund(id(3), FakeClock.START, Money.of(2_00, Currency.CNY), ORIGINAL)));
        BankInstruction.Reversal reversal = new BankInstruction.Reversal(id(4), FakeClock.START, ORIGINAL);
        all.put("reversal", requests.reversal("0400", reversal));
        all.put("reversal-repeat", requests.reversal("0401", reversal));
        all.put("inquiry", requests.inquiry(ORIGINAL));
        all.put("sign-up", requests.signUp(signUp));
        all.put("sign-up-code", requests.confirmSignUp(signUp, "123456"));
        all.put("debit-code", requests.sendCode(DEBIT));
        all.put("end-agreement", requests.agreement("930000", agreement));
        all.put("sign-off", requests.management("002"));
        return all;
    }

    /** Framed, by name: each bare, and sealed. */
    static Map<String, byte[]> frames() {
        SealedCodec codec = new SealedCodec();
        Map<String, byte[]> frames = new LinkedHashMap<>();
        messages()
                .forEach((name, message) -> frames.put(name, Framing.BINARY2.frame(codec.write(message, Seal.none()))));
        for (MacAlgorithm algorithm : MacAlgorithm.values()) {
            Seal seal = Seal.of(algorithm, HexFormat.of().parseHex(Line.BASE_KEY));
            Map<String, IsoMessage> fresh = messages();
            for (String name : List.of("echo", "debit", "reversal")) {
                IsoMessage message = fresh.get(name);
                assertThat(message).isNotNull();
                if (message != null) {
                    frames.put(name + "-" + algorithm.written(), Framing.BINARY2.frame(codec.write(message, seal)));
                }
            }
        }
        return frames;
    }

    @Test
    void framesAreAsReviewed() throws IOException {
        List<String> lines = new ArrayList<>();
        frames().forEach((name, frame) -> lines.add(name + " " + HexFormat.of().formatHex(frame)));
        String text = lines.stream().map(line -> line + "\n").collect(Collectors.joining());
        if (Boolean.getBoolean("golden.update")) {
            Files.createDirectories(GOLDEN.getParent());
            Files.writeString(GOLDEN, text);
        }
        assertThat(text)
                .as("the frames changed; when that is meant: -Dgolden.update=true")
                .isEqualTo(Files.readString(GOLDEN));
    }

    @Test
    void whatIsWrittenIsReadAgain() throws MalformedMessage {
        SealedCodec codec = new SealedCodec();
        for (byte[] frame : frames().values()) {
            byte[] bytes = Arrays.copyOfRange(frame, 2, frame.length);
            assertThat(codec.write(codec.read(bytes, Seal.none()).message(), Seal.none()))
                    .isEqualTo(bytes);
        }
    }

    @Test
    void anInstructionIsCalledTheSameWhereverAndWhenever() {
        IsoMessage once = messages().getOrDefault("debit", new IsoMessage("0200"));
        IsoMessage again = messages().getOrDefault("debit", new IsoMessage("0200"));
        for (int field : new int[] {7, 11, 12, 13, 37}) {
            assertThat(again.get(field)).isNotNull().isEqualTo(once.get(field));
        }
        assertThat(messages().getOrDefault("reversal", once).get(90, ""))
                .isEqualTo("0200" + once.get(11) + once.get(7) + "00048721000" + "00000000000");
    }

    @Test
    void nothingSecretIsInTheTextOfAMessage() {
        messages().values().forEach(message -> assertThat(message.toString())
                .doesNotContain("6222001000000015")
                .doesNotContain("123456")
                .doesNotContain("110101199003070038"));
    }
}
