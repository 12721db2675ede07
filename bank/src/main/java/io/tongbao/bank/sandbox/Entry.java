package io.tongbao.bank.sandbox;

import io.tongbao.bank.BlacklistEntry;
import io.tongbao.bank.SignUp;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One change of the sandbox bank's books, and its line in the journal: fields parted by tabs. */
sealed interface Entry {

    record Opened(SandboxAccount account) implements Entry {}

    record Booked(Operation operation) implements Entry {}

    record Asked(OpenSignUp signUp) implements Entry {}

    record Agreed(Agreement agreement) implements Entry {}

    /** The code for one debit went out. */
    record CodeSent(UUID debit) implements Entry {}

    /** Somebody on a black list; {@code ours} when we told the bank. */
    record Listed(BlacklistEntry entry, boolean ours) implements Entry {}

    default String line() {
        return switch (this) {
            case Opened(SandboxAccount a) ->
                join(
                        "account",
                        a.number(),
                        a.holder(),
                        a.idNumber(),
                        a.phone(),
                        a.expiry(),
                        a.securityCode(),
                        a.type(),
                        a.balanceMinor(),
                        a.limitMinor());
            case Booked(Operation o) ->
                join(
                        "operation",
                        o.id(),
                        o.kind(),
                        o.asked(),
                        o.number(),
                        o.amountMinor(),
                        o.state(),
                        o.code(),
                        o.reference(),
                        o.original(),
                        o.originalKind(),
                        o.at(),
                        o.bookedAt());
            case Asked(OpenSignUp s) ->
                join(
                        "sign_up",
                        s.id(),
                        s.mode(),
                        s.number(),
                        s.customerReference(),
                        s.returnUrl(),
                        s.token(),
                        s.wrongCodes());
            case Agreed(Agreement a) ->
                join("agreement", a.token(), a.number(), a.customerReference(), a.frozen(), a.ended());
            case CodeSent(UUID debit) -> join("code", debit);
            case Listed(BlacklistEntry e, boolean ours) ->
                join("listed", e.subject(), e.keyedDigest(), e.since(), e.lifted(), ours);
        };
    }

    static Entry parse(String line) {
        String[] f = line.split("\t", -1);
        return switch (f[0]) {
            case "account" ->
                new Opened(new SandboxAccount(
                        f[1],
                        f[2],
                        f[3],
                        f[4],
                        orNull(f[5]),
                        orNull(f[6]),
                        SandboxAccount.Type.valueOf(f[7]),
                        Long.parseLong(f[8]),
                        Long.parseLong(f[9])));
            case "operation" ->
                new Booked(new Operation(
                        UUID.fromString(f[1]),
                        Operation.Kind.valueOf(f[2]),
                        f[3],
                        f[4],
                        Long.parseLong(f[5]),
                        Operation.State.valueOf(f[6]),
                        f[7],
                        f[8],
                        f[9].isEmpty() ? null : UUID.fromString(f[9]),
                        f[10].isEmpty() ? null : Operation.Kind.valueOf(f[10]),
                        Instant.parse(f[11]),
                        Instant.parse(f[12])));
            case "sign_up" ->
                new Asked(new OpenSignUp(
                        UUID.fromString(f[1]),
                        SignUp.Mode.valueOf(f[2]),
                        f[3],
                        f[4],
                        f[5],
                        f[6],
                        Integer.parseInt(f[7])));
            case "agreement" ->
                new Agreed(new Agreement(f[1], f[2], f[3], Boolean.parseBoolean(f[4]), Boolean.parseBoolean(f[5])));
            case "code" -> new CodeSent(UUID.fromString(f[1]));
            case "listed" ->
                new Listed(
                        new BlacklistEntry(
                                BlacklistEntry.Subject.valueOf(f[1]),
                                f[2],
                                LocalDate.parse(f[3]),
                                Boolean.parseBoolean(f[4])),
                        Boolean.parseBoolean(f[5]));
            default -> throw new IllegalArgumentException("the journal holds an unknown entry: " + f[0]);
        };
    }

    private static @Nullable String orNull(String field) {
        return field.isEmpty() ? null : field;
    }

    private static String join(@Nullable Object... fields) {
        StringBuilder line = new StringBuilder(160);
        for (Object field : fields) {
            if (!line.isEmpty()) {
                line.append('\t');
            }
            if (field != null) {
                String text = field.toString();
                // What came over a wire may hold anything; the journal is one line per entry.
                for (int i = 0; i < text.length(); i++) {
                    char c = text.charAt(i);
                    line.append(c < ' ' ? ' ' : c);
                }
            }
        }
        return line.toString();
    }
}
