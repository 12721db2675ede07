package io.tongbao.bank.file;

import io.tongbao.bank.file.FileWorld.Configured;

final class CsvOverSftpContractTest extends FileBankContract {
    CsvOverSftpContractTest() {
        super(Configured.CSV_OVER_SFTP);
    }
}
