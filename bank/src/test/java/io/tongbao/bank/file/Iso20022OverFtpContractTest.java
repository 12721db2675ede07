package io.tongbao.bank.file;

import io.tongbao.bank.file.FileWorld.Configured;

final class Iso20022OverFtpContractTest extends FileBankContract {
    Iso20022OverFtpContractTest() {
        super(Configured.ISO_OVER_FTP);
    }
}
