package io.tongbao.server.sandbox;

import io.tongbao.bank.http.sandbox.HttpFaces;
import io.tongbao.bank.http.wire.KeyFile;
import io.tongbao.bank.iso8583.sandbox.FaceOptions;
import io.tongbao.bank.iso8583.sandbox.Iso8583Face;
import io.tongbao.bank.sandbox.Face;
import io.tongbao.bank.sandbox.SandboxAccount;
import io.tongbao.bank.sandbox.SandboxAccounts;
import io.tongbao.bank.sandbox.SandboxBank;
import io.tongbao.bank.sandbox.SandboxControl;
import io.tongbao.carrier.Subscriber.Plan;
import io.tongbao.carrier.Subscriber.Standing;
import io.tongbao.carrier.sandbox.SandboxCarrier;
import io.tongbao.carrier.sandbox.SandboxSubscriber;
import io.tongbao.partner.PartnerId;
import io.tongbao.partner.PartnerSettings;
import io.tongbao.server.settings.SandboxPartnerSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Two banks and a carrier that live in the server's process but are spoken to over real sockets on loopback, with books of their own
 * beside the database. The first bank speaks ISO 8583, the second signed HTTP, the carrier CAMARA and, for whoever wants to try it,
 * Diameter.
 */
final class SandboxPartners implements SandboxPartnerSettings, AutoCloseable {

    static final PartnerId FIRST_BANK = new PartnerId("first-bank");
    static final PartnerId SECOND_BANK = new PartnerId("second-bank");
    static final PartnerId CARRIER = new PartnerId("sandbox-carrier");

    private static final int RSA_BITS = 2_048;
    private static final String MOBILE = "+8613800138000";

    private final Path directory;
    private final InstantSource clock;
    private final List<SandboxBank> banks = new ArrayList<>();
    private @Nullable SandboxCarrier carrier;
    private final List<String> lines = new ArrayList<>();

    /** @param directory of the partners' own books */
    SandboxPartners(Path directory, InstantSource clock) {
        this.directory = directory;
        this.clock = clock;
    }

    /** What a newcomer wants to know of them. */
    List<String> lines() {
        return List.copyOf(lines);
    }

    @Override
    public List<PartnerSettings> start(Path secrets) {
        try {
            Files.createDirectories(directory);
            Files.createDirectories(secrets);
            return List.of(firstBank(), secondBank(secrets), carrier(secrets));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has RSA", e);
        }
    }

    private PartnerSettings firstBank() {
        SandboxBank bank = bank("first-bank", SandboxAccounts.FIRST_BANK);
        bank.books().openAccount(card("6222001000001013", "张三", "110101198506120012", MOBILE, 100_000));
        bank.books().openAccount(card("6222001000001021", "李四", "31010119921103002X", "+8613800138001", 100_000));
        Face face = new Iso8583Face(FaceOptions.plain(0));
        bank.addFace(face);
        return settings(
                FIRST_BANK,
                "iso8583",
                "沙箱第一银行",
                "Sandbox First Bank",
                Map.of("addresses", face.address(), "bins", "622200"));
    }

    private PartnerSettings secondBank(Path secrets) throws IOException, NoSuchAlgorithmException {
        Path own = directory.resolve("second-bank");
        Path ownKey = own.resolve("bank.pem");
        Path platformKey = secrets.resolve("second-bank.platform.pem");
        Path bankPublic = secrets.resolve("second-bank.pub.pem");
        Path platformPublic = own.resolve("platform.pub.pem");
        Files.createDirectories(own);
        if (!Files.exists(ownKey) || !Files.exists(platformKey) || !Files.exists(bankPublic)) {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(RSA_BITS);
            KeyPair banks = generator.generateKeyPair();
            KeyPair platforms = generator.generateKeyPair();
            ownersAlone(ownKey, "");
            KeyFile.write(ownKey, banks.getPrivate());
            ownersAlone(platformKey, "");
            KeyFile.write(platformKey, platforms.getPrivate());
            KeyFile.write(bankPublic, banks.getPublic());
            KeyFile.write(platformPublic, platforms.getPublic());
        }
        SandboxBank bank = bank("second-bank", SandboxAccounts.SECOND_BANK);
        bank.books().openAccount(card("6255001000001013", "张三", "110101198506120012", MOBILE, 100_000));
        Face face = new HttpFaces()
                .make(
                        own,
                        Map.of(
                                "signature",
                                "rsa",
                                "key-id",
                                "bank-1",
                                "key-file",
                                "bank.pem",
                                "platform-key-id",
                                "platform-1",
                                "platform-key-file",
                                "platform.pub.pem"));
        bank.addFace(face);
        return settings(
                SECOND_BANK,
                "http",
                "沙箱第二银行",
                "Sandbox Second Bank",
                Map.of(
                        "url",
                        "http://" + face.address(),
                        "signature",
                        "rsa",
                        "key-id",
                        "platform-1",
                        "key-file",
                        "second-bank.platform.pem",
                        "bank-key-id",
                        "bank-1",
                        "bank-key-file",
                        "second-bank.pub.pem",
                        "bins",
                        "625500"));
    }

    private PartnerSettings carrier(Path secrets) throws IOException {
        SandboxCarrier opened =
                SandboxCarrier.open(SandboxCarrier.Options.standard(directory.resolve("carrier.journal"), clock));
        carrier = opened;
        for (SandboxParties.SeededPayer payer : SandboxParties.PAYERS) {
            opened.books()
                    .open(new SandboxSubscriber(payer.number(), Plan.POSTPAID, Standing.GOOD, 50_000, 50_000, 10_000));
        }
        ownersAlone(secrets.resolve("sandbox-carrier.secret"), "sandbox");
        lines.add("  Sandbox carrier    control " + opened.control() + "/sandbox/books");
        return settings(
                CARRIER,
                "camara",
                "沙箱运营商",
                "Sandbox Carrier",
                Map.of(
                        "url",
                        opened.camara().toString(),
                        "client-id",
                        "tongbao",
                        "client-secret-file",
                        "sandbox-carrier.secret",
                        "extensions",
                        "inquire,reverse,subscriber,topup,points,chargefile"));
    }

    private SandboxBank bank(String name, String accounts) {
        SandboxBank bank = SandboxBank.open(directory.resolve(name), clock, 1);
        banks.add(bank);
        SandboxAccounts.seeded(accounts).forEach(bank.books()::openAccount);
        SandboxControl control = new SandboxControl(0);
        bank.addFace(control);
        lines.add("  Sandbox bank       " + name + ", control http://" + control.address() + "/sandbox/books");
        return bank;
    }

    private static SandboxAccount card(String number, String holder, String id, String phone, long balanceMinor) {
        return new SandboxAccount(number, holder, id, phone, "3512", "123", SandboxAccount.Type.DEBIT, balanceMinor, 0);
    }

    private static PartnerSettings settings(
            PartnerId id, String kind, String nameZh, String nameEn, Map<String, String> values) {
        return new PartnerSettings(id, kind, nameZh, nameEn, values);
    }

    private static void ownersAlone(Path file, String content) throws IOException {
        if (!Files.exists(file)) {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(file, content, StandardCharsets.UTF_8);
        }
    }

    @Override
    public void close() throws IOException {
        banks.forEach(SandboxBank::close);
        SandboxCarrier running = carrier;
        if (running != null) {
            running.close();
        }
    }
}
