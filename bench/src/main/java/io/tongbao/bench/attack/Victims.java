package io.tongbao.bench.attack;

import io.tongbao.credential.Passwords;
import io.tongbao.credential.Subject;
import io.tongbao.credential.Totp;
import io.tongbao.credential.TotpDevices;
import io.tongbao.customer.Pin;
import io.tongbao.customer.RegisterCommand;
import io.tongbao.customer.RegisterCustomer;
import io.tongbao.kernel.Currency;
import io.tongbao.kernel.Ids;
import io.tongbao.kernel.Msisdn;
import io.tongbao.server.TongbaoServer;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** Customers to attack: all have the password {@link #PASSWORD} and an authenticator app. */
final class Victims {

    static final String PASSWORD = "four ducks in the rain";

    private Victims() {}

    /** The number of the n-th customer. */
    static String known(int n) {
        return String.format("+99890%07d", n);
    }

    /** A number that is nobody's. */
    static String unknown(int n) {
        return String.format("+99891%07d", n);
    }

    static void register(TongbaoServer server, int count) {
        Ids ids = server.bean(Ids.class);
        List<RegisterCommand> commands = new ArrayList<>(count);
        try (Pin pin = Pin.of("258036")) {
            for (int i = 0; i < count; i++) {
                commands.add(new RegisterCommand(ids.next(), new Msisdn(known(i)), "Victim " + i, Currency.CNY, pin));
            }
            server.bean(RegisterCustomer.class).registerAll(commands);
        }
        Passwords passwords = server.bean(Passwords.class);
        TotpDevices totp = server.bean(TotpDevices.class);
        InstantSource clock = server.bean(InstantSource.class);
        for (RegisterCommand command : commands) {
            Subject subject = Subject.customer(command.id());
            passwords.set(subject, PASSWORD.toCharArray());
            byte[] secret = Totp.secret(totp.enrol(subject, "Tongbao", "victim").secret());
            totp.confirm(subject, Totp.code(secret, Totp.step(clock.instant())));
        }
    }
}
