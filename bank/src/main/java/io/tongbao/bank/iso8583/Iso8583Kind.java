package io.tongbao.bank.iso8583;

import io.tongbao.bank.BankKind;
import io.tongbao.partner.PartnerSettings;

/** Banks over ISO 8583 and long TCP connections: {@code kind = iso8583}. */
public final class Iso8583Kind implements BankKind {

    public static final String NAME = "iso8583";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Iso8583Bank open(PartnerSettings settings, Surroundings surroundings) {
        return Iso8583Bank.open(
                Iso8583Settings.read(settings, surroundings.secrets()), surroundings.clock(), surroundings.late());
    }
}
