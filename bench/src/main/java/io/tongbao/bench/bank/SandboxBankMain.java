package io.tongbao.bench.bank;

import io.tongbao.bank.iso8583.mac.FileMacKeys;
import io.tongbao.bank.iso8583.mac.MacAlgorithm;
import io.tongbao.bank.iso8583.message.Framing;
import io.tongbao.bank.iso8583.sandbox.FaceOptions;
import io.tongbao.bank.iso8583.sandbox.Iso8583Face;
import io.tongbao.bank.sandbox.SandboxAccount;
import io.tongbao.bank.sandbox.SandboxBank;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * The bank's process: {@code DIRECTORY MAC ZONE_KEY_FILE}. Prints where it listens, lives until its input ends, then prints how many debits
 * its books hold.
 */
public final class SandboxBankMain {

    static final int CARDS = 100;

    private static final long BALANCE_MINOR = 1_000_000_000_000L;

    private SandboxBankMain() {}

    /** The number of one of its cards. */
    static String card(int place) {
        return String.format("622200%010d", place);
    }

    public static void main(String[] arguments) throws IOException {
        InstantSource clock = InstantSource.system();
        @Nullable MacAlgorithm mac = arguments[1].equals("none") ? null : MacAlgorithm.named(arguments[1]);
        byte[] zoneKey = FileMacKeys.read(Path.of(arguments[2]));
        try (SandboxBank bank = SandboxBank.open(Path.of(arguments[0]), clock, 1)) {
            for (int i = 0; i < CARDS; i++) {
                bank.books()
                        .openAccount(new SandboxAccount(
                                card(i),
                                "Bench",
                                "110101199003070038",
                                "+8613800000001",
                                null,
                                null,
                                SandboxAccount.Type.DEBIT,
                                BALANCE_MINOR,
                                0));
            }
            Iso8583Face face = new Iso8583Face(new FaceOptions(0, Framing.BINARY2, mac, null, zoneKey));
            bank.addFace(face);
            System.out.println(face.address());
            while (System.in.read() >= 0) {
                // Whatever is said: only the end of it counts.
            }
            System.out.println(bank.books().all().count());
        }
    }
}
