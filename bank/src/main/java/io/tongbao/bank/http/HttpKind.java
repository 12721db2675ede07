package io.tongbao.bank.http;

import io.tongbao.bank.Bank;
import io.tongbao.bank.BankKind;
import io.tongbao.bank.http.wire.Seal;
import io.tongbao.partner.PartnerSettings;
import java.security.SecureRandom;

/** The kind {@code http}. One object per node; the banks it opens share its {@link #callbacks}. */
public final class HttpKind implements BankKind {

    private final SecureRandom random;
    private final HttpCallbacks callbacks = new HttpCallbacks();

    public HttpKind() {
        this(new SecureRandom());
    }

    HttpKind(SecureRandom random) {
        this.random = random;
    }

    @Override
    public String name() {
        return "http";
    }

    @Override
    public Bank open(PartnerSettings settings, Surroundings surroundings) {
        HttpSettings read = HttpSettings.read(settings, surroundings.secrets());
        Seal seal = new Seal(read.parties(), surroundings.clock(), random);
        if (!read.callbacks()) {
            return new HttpBank(read, seal, surroundings.clock(), () -> {});
        }
        callbacks.register(settings.id(), seal, surroundings.late());
        return new HttpBank(read, seal, surroundings.clock(), () -> callbacks.remove(settings.id()));
    }

    /** What banks call back, for whoever listens. */
    public HttpCallbacks callbacks() {
        return callbacks;
    }
}
