package io.tongbao.carrier.sandbox;

import io.tongbao.carrier.CarrierInstruction.Kind;
import io.tongbao.carrier.Subscriber.Plan;
import io.tongbao.carrier.Subscriber.Standing;
import io.tongbao.carrier.sandbox.Operation.State;
import io.tongbao.kernel.Msisdn;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;

/** One line of the books' file: fields between tabs, the first says which kind of line it is. */
sealed interface BookLine {

    record Opened(SandboxSubscriber subscriber) implements BookLine {}

    record Entered(Operation operation) implements BookLine {}

    record Changed(UUID id, State state) implements BookLine {}

    /** A reversal came before its original. */
    record Blocked(UUID original, UUID reversal) implements BookLine {}

    default String write() {
        return switch (this) {
            case Opened(SandboxSubscriber s) ->
                String.join(
                        "\t",
                        "S",
                        s.number().e164(),
                        s.plan().name(),
                        s.standing().name(),
                        Long.toString(s.availableMinor()),
                        Long.toString(s.monthlyCapMinor()),
                        Long.toString(s.points()));
            case Entered(Operation o) ->
                String.join(
                        "\t",
                        "O",
                        o.id().toString(),
                        o.reference(),
                        o.kind().name(),
                        o.number().e164(),
                        Long.toString(o.amountMinor()),
                        o.original() == null ? "-" : o.original().toString(),
                        Long.toString(o.points()),
                        o.at().toString(),
                        o.state().name(),
                        o.code().name(),
                        URLEncoder.encode(o.text(), StandardCharsets.UTF_8));
            case Changed(UUID id, State state) -> String.join("\t", "C", id.toString(), state.name());
            case Blocked(UUID original, UUID reversal) ->
                String.join("\t", "B", original.toString(), reversal.toString());
        };
    }

    static BookLine read(String line) {
        String[] f = line.split("\t", -1);
        return switch (f[0]) {
            case "S" ->
                new Opened(new SandboxSubscriber(
                        new Msisdn(f[1]),
                        Plan.valueOf(f[2]),
                        Standing.valueOf(f[3]),
                        Long.parseLong(f[4]),
                        Long.parseLong(f[5]),
                        Long.parseLong(f[6])));
            case "O" ->
                new Entered(new Operation(
                        UUID.fromString(f[1]),
                        f[2],
                        Kind.valueOf(f[3]),
                        new Msisdn(f[4]),
                        Long.parseLong(f[5]),
                        f[6].equals("-") ? null : UUID.fromString(f[6]),
                        Long.parseLong(f[7]),
                        Instant.parse(f[8]),
                        State.valueOf(f[9]),
                        BookCode.valueOf(f[10]),
                        URLDecoder.decode(f[11], StandardCharsets.UTF_8)));
            case "C" -> new Changed(UUID.fromString(f[1]), State.valueOf(f[2]));
            case "B" -> new Blocked(UUID.fromString(f[1]), UUID.fromString(f[2]));
            default -> throw new IllegalStateException("the books hold a line of no known kind");
        };
    }
}
