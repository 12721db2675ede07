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

/**
 * Another bank by settings alone: lengths in ASCII, SM4-CMAC with a fixed key, two connections, credits as advices, codes of its own, and
 * sign-up at its counter.
 */
class Iso8583OtherBankTest extends BankContract {

    @Override
    protected Bank connect(SandboxBank sandbox, Path directory) throws Exception {
        Iso8583Face face = Line.face(Framing.ASCII4, MacAlgorithm.SM4_CMAC, true, false);
        sandbox.addFace(face);
        Line.key(directory, "mac.key", Line.BASE_KEY);
        return Line.open(
                Line.settings(
                        face.address(),
                        Map.of(
                                "framing", "ascii4",
                                "mac", "sm4-cmac",
                                "mac.key-file", "mac.key",
                                "connections", "2",
                                "credit-message", "0220",
                                "code.Z9", "SUSPECTED_FRAUD",
                                "capabilities",
                                        "SIGN_UP_AT_COUNTER SIGN_UP_BY_CODE DEBIT CREDIT REFUND PARTIAL_REFUND REVERSE"
                                                + " INQUIRE")),
                directory,
                clock,
                late);
    }

    @Override
    protected String codeOf(DeclineReason reason) {
        return switch (reason) {
            case REVERSED -> "R4";
            case SUSPECTED_FRAUD -> "Z9";
            default -> super.codeOf(reason);
        };
    }
}
