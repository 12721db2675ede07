package io.tongbao.bank.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tongbao.bank.BankInstruction;
import io.tongbao.bank.BankInstrument;
import io.tongbao.bank.BlacklistEntry;
import io.tongbao.bank.CardDetails;
import io.tongbao.bank.SignUp;
import io.tongbao.bank.http.wire.Json;
import io.tongbao.bank.http.wire.Seal;
import io.tongbao.bank.http.wire.SealAlgorithm;
import io.tongbao.kernel.Currency;
import io.tongbao.kernel.Money;
import io.tongbao.testkit.FakeClock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What goes over the wire, to the byte: fixed keys, fixed nonces. With {@code -Dgolden.update=true} the files are written anew. */
final class SignedRequestsGoldenTest {

    private static final Instant AT = Instant.parse("2026-03-01T02:03:04.005Z");

    @TempDir
    Path keys;

    @ParameterizedTest
    @EnumSource(SealAlgorithm.class)
    void theRequestsAreThose(SealAlgorithm algorithm) throws IOException {
        TestKeys.copyTo(keys, algorithm);
        Seal seal = new Seal(TestKeys.ofPlatform(keys, algorithm), new FakeClock(), new Counting());
        StringBuilder all = new StringBuilder();
        requests().forEach((operation, fields) -> {
            byte[] body = Json.write(fields);
            all.append("POST /v1/").append(operation).append('\n');
            seal.sealRequest("POST", "/v1/" + operation, body)
                    .forEach((name, value) ->
                            all.append(name).append(": ").append(value).append('\n'));
            all.append('\n').append(new String(body, StandardCharsets.UTF_8)).append("\n\n");
        });
        Path golden = Path.of(
                System.getProperty("tongbao.root", ".."),
                "bank/src/test/resources/io/tongbao/bank/http/requests-" + algorithm.word() + ".txt");
        if (Boolean.getBoolean("golden.update")) {
            Files.writeString(golden, all);
        }
        assertThat(all.toString()).isEqualTo(Files.readString(golden));
    }

    /** OpenSSL believes what we sign. */
    @ParameterizedTest
    @EnumSource(SealAlgorithm.class)
    void opensslVerifiesWhatWeSign(SealAlgorithm algorithm) throws Exception {
        Path openssl = Path.of("/usr/bin/openssl");
        boolean there = Files.isExecutable(openssl);
        if (!there && "true".equals(System.getenv("CI"))) {
            throw new AssertionError("openssl is missing");
        }
        assumeTrue(there, "openssl is not installed");
        TestKeys.copyTo(keys, algorithm);
        byte[] body = "{}".getBytes(StandardCharsets.UTF_8);
        Map<String, String> headers = new Seal(
                        TestKeys.ofPlatform(keys, algorithm), new FakeClock(), new SecureRandom())
                .sealRequest("POST", "/v1/inquire", body);
        Files.writeString(
                keys.resolve("text"),
                String.join(
                        "\n",
                        "TONGBAO-BANK-1",
                        "POST",
                        "/v1/inquire",
                        headers.get(Seal.TIMESTAMP),
                        headers.get(Seal.NONCE),
                        HexFormat.of()
                                .formatHex(MessageDigest.getInstance("SHA-256").digest(body))));
        Files.write(keys.resolve("signature"), Base64.getDecoder().decode(headers.get(Seal.SIGNATURE)));
        List<String> command =
                switch (algorithm) {
                    case RSA ->
                        List.of(
                                openssl.toString(),
                                "dgst",
                                "-sha256",
                                "-sigopt",
                                "rsa_padding_mode:pss",
                                "-sigopt",
                                "rsa_pss_saltlen:32",
                                "-verify",
                                "rsa-platform.pub.pem",
                                "-signature",
                                "signature",
                                "text");
                    case SM2 ->
                        List.of(
                                openssl.toString(),
                                "pkeyutl",
                                "-verify",
                                "-pubin",
                                "-inkey",
                                "sm2-platform.pub.pem",
                                "-rawin",
                                "-digest",
                                "sm3",
                                "-pkeyopt",
                                "distid:1234567812345678",
                                "-in",
                                "text",
                                "-sigfile",
                                "signature");
                };
        Process process = new ProcessBuilder(command)
                .directory(keys.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
    }

    private static Map<String, Map<String, Object>> requests() {
        BankInstruction.Debit debit = new BankInstruction.Debit(
                id(1),
                AT,
                Money.of(12_34, Currency.CNY),
                new BankInstrument.Card(new CardDetails(
                        "6222001000000015", "3512", "123", "张伟", "110101199003070038", "+8613800000001")),
                BankInstruction.Purpose.PAYMENT,
                "123456",
                "通宝 order 1");
        BankInstruction.Original original =
                new BankInstruction.Original(id(1), AT, debit.amount(), BankInstruction.Kind.DEBIT, "000000000001");
        Map<String, Map<String, Object>> all = new LinkedHashMap<>();
        all.put("debit", HttpBodies.debit(debit));
        all.put(
                "credit",
                HttpBodies.credit(new BankInstruction.Credit(
                        id(2),
                        AT,
                        Money.of(1, Currency.CNY),
                        new BankInstrument.Agreement("AG0000000001"),
                        BankInstruction.Purpose.WITHDRAWAL,
                        BankInstruction.Speed.NEXT_DAY,
                        "提现")));
        all.put(
                "refund",
                HttpBodies.refund(new BankInstruction.Refund(id(3), AT, Money.of(2_34, Currency.CNY), original)));
        all.put("reverse", HttpBodies.reversal(new BankInstruction.Reversal(id(4), AT, original)));
        all.put("inquire", HttpBodies.inquiry(original));
        all.put(
                "sign_up",
                HttpBodies.signUp(new SignUp(
                        id(5),
                        AT,
                        SignUp.Mode.NET_BANK,
                        CardDetails.ofNumber("6222001000000015"),
                        "cus_1",
                        "https://pay.example/back")));
        all.put(
                "blacklist",
                HttpBodies.blacklist(List.of(new BlacklistEntry(
                        BlacklistEntry.Subject.ID_NUMBER, "cd".repeat(32), LocalDate.parse("2026-01-03"), true))));
        return all;
    }

    private static UUID id(int number) {
        return new UUID(0x0195_5000_0000_7000L, 0x8000_0000_0000_0000L + number);
    }

    /** Bytes that are always the same. */
    private static final class Counting extends SecureRandom {
        private static final long serialVersionUID = 1L;

        private int next = 1;

        @Override
        public void nextBytes(byte[] bytes) {
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = (byte) (next++ * 37);
            }
        }
    }
}
