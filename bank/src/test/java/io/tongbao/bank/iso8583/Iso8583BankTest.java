package io.tongbao.bank.iso8583;

import io.tongbao.bank.Bank;
import io.tongbao.bank.BankContract;
import io.tongbao.bank.iso8583.mac.MacAlgorithm;
import io.tongbao.bank.iso8583.message.Framing;
import io.tongbao.bank.iso8583.sandbox.Iso8583Face;
import io.tongbao.bank.sandbox.SandboxBank;
import io.tongbao.partner.DeclineReason;
import java.nio.file.Path;
import java.util.Map;

/** One bank: two-byte lengths, X9.19 with working keys that the bank gives out under a zone master key. */
class Iso8583BankTest extends BankContract {

    @Override
    protected Bank connect(SandboxBank sandbox, Path directory) throws Exception {
        Iso8583Face face = Line.face(Framing.BINARY2, MacAlgorithm.X9_19, false, true);
        sandbox.addFace(face);
        Line.key(directory, "zone.key", Line.ZONE_KEY);
        return Line.open(
                Line.settings(face.address(), Map.of("mac", "x9.19", "zone-key.file", "zone.key")),
                directory,
                clock,
                late);
    }

    @Override
    protected String codeOf(DeclineReason reason) {
        return reason == DeclineReason.REVERSED ? "R4" : super.codeOf(reason);
    }
}
