package io.tongbao.bank.http;

import io.tongbao.bank.Bank;
import io.tongbao.bank.BankContract;
import io.tongbao.bank.BankKind;
import io.tongbao.bank.http.sandbox.HttpFace;
import io.tongbao.bank.http.wire.SealAlgorithm;
import io.tongbao.bank.sandbox.SandboxBank;
import io.tongbao.partner.PartnerId;
import io.tongbao.partner.PartnerSettings;
import java.nio.file.Path;
import java.util.Map;
import org.postgresql.ds.PGSimpleDataSource;

/** A bank that signs by SM2, is only ever asked, and offers less. */
final class Sm2PollingBankTest extends BankContract {

    @Override
    protected Bank connect(SandboxBank bankWithoutFace, Path keys) {
        TestKeys.copyTo(keys, SealAlgorithm.SM2);
        HttpFace face = new HttpFace(new HttpFace.Settings(0, TestKeys.ofBank(keys, SealAlgorithm.SM2), null));
        bankWithoutFace.addFace(face);
        PartnerSettings settings = new PartnerSettings(
                new PartnerId("sm2-bank"),
                "http",
                "乙银行",
                "Second Bank",
                Map.ofEntries(
                        Map.entry("url", "http://" + face.address()),
                        Map.entry("signature", "sm2"),
                        Map.entry("key-id", "platform-1"),
                        Map.entry("key-file", "sm2-platform.pem"),
                        Map.entry("bank-key-id", "bank-1"),
                        Map.entry("bank-key-file", "sm2-bank.pub.pem"),
                        Map.entry(
                                "capabilities",
                                "SIGN_UP_BY_CODE DEBIT CREDIT REFUND PARTIAL_REFUND REVERSE INQUIRE STATEMENT"),
                        Map.entry("timeout-ms", String.valueOf(TIMEOUT.toMillis()))));
        return new HttpKind().open(settings, new BankKind.Surroundings(clock, new PGSimpleDataSource(), keys, late));
    }

    @Override
    protected boolean reportsLateAnswers() {
        return false;
    }
}
