package io.tongbao.bench.attack;

import io.tongbao.bench.cli.CommandFailed;
import io.tongbao.bench.http.HttpAnswer;
import io.tongbao.bench.process.ServerProcess;
import io.tongbao.credential.GuessKind;
import io.tongbao.credential.GuessPolicies;
import io.tongbao.credential.OneTimeCodes;
import io.tongbao.server.TongbaoServer;
import io.tongbao.server.settings.ServerOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A server in this process, real sockets, and an attacker who knows the victims' numbers, for the authenticator's codes their
 * password too, and has as many addresses as he likes.
 */
final class LoginAttack {

    private static final String SABOTAGE = "tongbao.sabotage";
    private static final int PAIRS = 32;
    private static final int GUESSES_EACH = 4;
    private static final int KINDS = 4;
    /** The victims of the guessing; those after them serve for the response times. */
    private static final int PASSWORD_VICTIM = 0;

    private static final int TOTP_VICTIM = 1;
    private static final int CODE_VICTIM = 2;
    private static final int FIRST_TIMED = 3;
    /** Of every sandbox: may pay, which a customer just registered may not be able to. */
    private static final String SEEDED_PAYER = "+8613800138001";

    private static final Pattern CODE_ID = Pattern.compile("\"code_id\":\"([^\"]+)\"");

    private final int port;
    private final Duration each;
    private final int connections;
    private final SplittableRandom random = new SplittableRandom();
    private int round;

    private LoginAttack(int port, Duration each, int connections) {
        this.port = port;
        this.each = each;
        this.connections = connections;
    }

    /** What came of all kinds. */
    record Report(List<GuessResults> kinds) {

        Report {
            kinds = List.copyOf(kinds);
        }

        long sent() {
            return kinds.stream().mapToLong(GuessResults::sent).sum();
        }

        long admitted() {
            return kinds.stream().mapToLong(GuessResults::admitted).sum();
        }

        long policyMax() {
            return kinds.stream().mapToLong(GuessResults::policyMax).sum();
        }

        boolean admittedWithinPolicy() {
            return kinds.stream().allMatch(GuessResults::withinPolicy);
        }

        boolean mediansWithinNoise() {
            return kinds.stream().allMatch(GuessResults::mediansWithinNoise);
        }

        GuessResults kind(String name) {
            return kinds.stream()
                    .filter(kind -> kind.kind().equals(name))
                    .findFirst()
                    .orElseThrow();
        }

        /** The kind whose medians differ most. */
        GuessResults widest() {
            return kinds.stream()
                    .filter(kind -> kind.known().count() > 0)
                    .max(Comparator.comparingDouble(kind ->
                            Math.abs(kind.known().medianMs() - kind.unknown().medianMs())))
                    .orElseThrow();
        }
    }

    /** Starts a sandbox in {@code directory} and attacks it for about {@code seconds}. */
    static Report run(Path directory, int seconds, int connections, boolean sabotage) throws IOException {
        if (sabotage) {
            System.setProperty(SABOTAGE, "lockout");
        }
        try (TongbaoServer server =
                TongbaoServer.start(ServerOptions.sandbox(directory.resolve("data"), ServerProcess.freePort()))) {
            Victims.register(server, FIRST_TIMED + 2 * PAIRS / GUESSES_EACH);
            Duration each = Duration.ofMillis(seconds * 1_000L / KINDS);
            LoginAttack attack = new LoginAttack(server.port(), each, connections);
            return new Report(List.of(attack.password(), attack.totp(), attack.code(), attack.pin()));
        } finally {
            System.clearProperty(SABOTAGE);
        }
    }

    private GuessResults password() throws IOException {
        Times[] times =
                compare((client, number) -> client.post("/app/v1/session/password", login(number, client.word(), "")));
        return guess(
                "password",
                times,
                GuessPolicies.DEFAULT.of(GuessKind.PASSWORD).channel()::most,
                client -> judged(
                        client.post(
                                "/app/v1/session/password", login(Victims.known(PASSWORD_VICTIM), client.word(), "")),
                        401));
    }

    private GuessResults totp() throws IOException {
        // Nobody has a right password, so what is compared is the request with both.
        Times[] times = compare((client, number) ->
                client.post("/app/v1/session/password", login(number, client.word(), client.digits())));
        return guess(
                "totp",
                times,
                GuessPolicies.DEFAULT.of(GuessKind.TOTP).channel()::most,
                client -> judged(
                        client.post(
                                "/app/v1/session/password",
                                login(Victims.known(TOTP_VICTIM), Victims.PASSWORD, client.digits())),
                        401));
    }

    private GuessResults code() throws IOException {
        // A number is sent one code a minute, so each is asked once.
        Times[] times = compareOnce(
                (client, number) -> client.post("/app/v1/session/code-requests", "{\"msisdn\":\"" + number + "\"}"));
        AtomicReference<String> codeId = new AtomicReference<>("");
        String victim = Victims.known(CODE_VICTIM);
        return guess(
                "code",
                times,
                span -> Math.min(
                        OneTimeCodes.TRIES
                                * GuessPolicies.DEFAULT
                                        .of(GuessKind.CODE_REQUEST)
                                        .channel()
                                        .most(span),
                        GuessPolicies.DEFAULT.of(GuessKind.CODE).channel().most(span)),
                client -> {
                    String id = Objects.requireNonNullElse(codeId.get(), "");
                    if (id.isEmpty() || client.digits().endsWith("7")) {
                        HttpAnswer asked =
                                client.post("/app/v1/session/code-requests", "{\"msisdn\":\"" + victim + "\"}");
                        Matcher made = CODE_ID.matcher(asked.body());
                        if (made.find()) {
                            id = made.group(1);
                            codeId.set(id);
                        }
                    }
                    if (id.isEmpty()) {
                        return false;
                    }
                    return judged(
                            client.post(
                                    "/app/v1/session/code",
                                    "{\"msisdn\":\"" + victim + "\",\"code_id\":\"" + id + "\",\"code\":\""
                                            + client.digits() + "\"}"),
                            401);
                });
    }

    private GuessResults pin() throws IOException {
        AtomicLong order = new AtomicLong();
        return guess("pin", new Times[] {Times.NONE, Times.NONE}, GuessPolicies.SECRET::most, client -> {
            String reference = "attack-" + order.incrementAndGet();
            HttpAnswer answer = client.post(
                    "/v1/payments",
                    "{\"reference\":\"" + reference + "\",\"amount_minor\":1,\"currency\":\"CNY\",\"subject\":\"x\","
                            + "\"payer\":{\"msisdn\":\"" + SEEDED_PAYER + "\",\"pin\":\""
                            + client.digits() + "\"}}",
                    Map.of("Authorization", "Bearer sk_test_coffee", "Idempotency-Key", reference));
            return answer.body().contains("\"pin_wrong\"");
        });
    }

    /** What one request guesses; true when somebody judged it. */
    @FunctionalInterface
    private interface Guess {
        boolean by(Client client) throws IOException;
    }

    @FunctionalInterface
    private interface Request {
        HttpAnswer about(Client client, String number) throws IOException;
    }

    @FunctionalInterface
    private interface Most {
        long within(Duration span);
    }

    private GuessResults guess(String kind, Times[] times, Most most, Guess guess) {
        AtomicLong sent = new AtomicLong();
        AtomicLong admitted = new AtomicLong();
        long began = System.nanoTime();
        long end = began + each.toNanos();
        try (ExecutorService pool = Executors.newFixedThreadPool(connections)) {
            List<Future<Boolean>> attackers = new ArrayList<>();
            for (int i = 0; i < connections; i++) {
                SplittableRandom own = random.split();
                attackers.add(pool.submit(() -> {
                    try (Client client = new Client(port, own)) {
                        while (System.nanoTime() < end) {
                            sent.incrementAndGet();
                            if (guess.by(client)) {
                                admitted.incrementAndGet();
                            }
                        }
                    }
                    return true;
                }));
            }
            for (Future<Boolean> attacker : attackers) {
                await(kind, attacker);
            }
        }
        Duration took = Duration.ofNanos(System.nanoTime() - began);
        return new GuessResults(kind, sent.get(), admitted.get(), most.within(took), times[0], times[1]);
    }

    private static void await(String kind, Future<?> attacker) {
        try {
            attacker.get();
        } catch (ExecutionException e) {
            throw new CommandFailed("guessing at the " + kind + " failed: " + e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailed("interrupted");
        }
    }

    /** Response times for the known and for nobody, taken in turn on one connection. */
    private Times[] compare(Request request) throws IOException {
        return compare(request, GUESSES_EACH);
    }

    private Times[] compareOnce(Request request) throws IOException {
        return compare(request, 1);
    }

    private Times[] compare(Request request, int perNumber) throws IOException {
        int numbers = perNumber == 1 ? 2 * PAIRS / GUESSES_EACH : PAIRS / GUESSES_EACH;
        int first = round++ % 2 == 0 ? 0 : PAIRS / GUESSES_EACH;
        double[] known = new double[numbers * perNumber];
        double[] unknown = new double[numbers * perNumber];
        try (Client client = new Client(port, random.split())) {
            for (int i = 0; i < known.length; i++) {
                int n = FIRST_TIMED + (perNumber == 1 ? i : first + i % numbers);
                // By turns who comes first.
                if (i % 2 == 0) {
                    known[i] = time(client, request, Victims.known(n));
                    unknown[i] = time(client, request, Victims.unknown(n));
                } else {
                    unknown[i] = time(client, request, Victims.unknown(n));
                    known[i] = time(client, request, Victims.known(n));
                }
            }
        }
        return new Times[] {Times.of(known), Times.of(unknown)};
    }

    private static double time(Client client, Request request, String number) throws IOException {
        long began = System.nanoTime();
        HttpAnswer answer = request.about(client, number);
        double millis = (System.nanoTime() - began) / 1e6;
        if (answer.status() == 429 || answer.status() >= 500) {
            throw new CommandFailed("a request to be timed was answered " + answer.status() + ": " + answer.body());
        }
        return millis;
    }

    /** Judged and wrong; a refusal for another reason must not pass for one. */
    private static boolean judged(HttpAnswer answer, int status) {
        if (answer.status() == status && answer.body().contains("\"wrong_credential\"")) {
            return true;
        }
        // Locked out, a code used up, or work asked for: nobody looked at the secret.
        if (answer.status() == 429 || answer.status() == 422 || answer.status() == 428 || answer.status() == 503) {
            return false;
        }
        throw new CommandFailed("a guess was answered " + answer.status() + ": " + answer.body());
    }

    private static String login(String number, String password, String code) {
        return "{\"msisdn\":\"" + number + "\",\"password\":\"" + password + "\""
                + (code.isEmpty() ? "" : ",\"code\":\"" + code + "\"") + "}";
    }
}
