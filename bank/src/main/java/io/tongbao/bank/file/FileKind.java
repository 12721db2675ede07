package io.tongbao.bank.file;

import io.tongbao.bank.BankKind;
import io.tongbao.bank.file.transport.Transport;
import io.tongbao.partner.PartnerSettings;
import java.util.function.UnaryOperator;

/** Banks that work by files: {@code file}. */
public final class FileKind implements BankKind {

    private final FileTroubles troubles;
    private final UnaryOperator<Transport> around;

    public FileKind(FileTroubles troubles) {
        this(troubles, UnaryOperator.identity());
    }

    /** @param around put between the cycle and the bank: trouble on the line, for tests */
    FileKind(FileTroubles troubles, UnaryOperator<Transport> around) {
        this.troubles = troubles;
        this.around = around;
    }

    @Override
    public String name() {
        return "file";
    }

    @Override
    public FileBank open(PartnerSettings settings, Surroundings surroundings) {
        FileSettings read = FileSettings.read(settings, surroundings.secrets());
        return new FileBank(read, surroundings, troubles, around.apply(read.transport()));
    }
}
