package io.tongbao.bench.crash;

import io.tongbao.bench.cli.CommandFailed;
import io.tongbao.bench.cli.ProgressBar;
import io.tongbao.bench.desk.Market;
import io.tongbao.bench.http.HttpAnswer;
import io.tongbao.bench.http.HttpConnection;
import io.tongbao.bench.payments.SignedRequests;
import io.tongbao.bench.process.ServerProcess;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** The rounds: load, a kill at a random moment, recovery, a search for every payment that was answered. */
final class CrashTest {

    private static final int PAYERS = 400;
    private static final int CLIENTS = 24;
    private static final int CONTROL_CLIENTS = 64;
    private static final int CONTROL_TRIES = 5;
    private static final Duration RECOVERY_LIMIT = Duration.ofMinutes(4);
    private static final Duration FINISH_LIMIT = Duration.ofSeconds(30);
    private static final int PROBE_LIMIT_MS = 2_000;

    private final SplittableRandom random;
    private final InstantSource clock;
    private final PrintStream out;
    private final ProgressBar progress;
    private final List<Ack> everAcked = new ArrayList<>();
    private final Set<String> lost = new HashSet<>();
    private final List<String> surprises = new ArrayList<>();
    private long duplicated;
    private long unresolved;
    private long repeated;
    private long recoveryNanosMax;
    private int probes;

    CrashTest(long seed, InstantSource clock, PrintStream out, ProgressBar progress) {
        this.random = new SplittableRandom(seed);
        this.clock = clock;
        this.out = out;
        this.progress = progress;
    }

    /**
     * @param surprises answers that no client should get, and whatever else was not as it should be
     * @param repeated requests that had to be sent again
     */
    record Report(
            int rounds,
            long acked,
            long lost,
            long duplicated,
            long unresolved,
            long repeated,
            long recoveryMsMax,
            long controlLost,
            List<String> surprises) {

        boolean passed() {
            return lost == 0 && duplicated == 0 && unresolved == 0 && controlLost > 0 && surprises.isEmpty();
        }
    }

    /** Half of the rounds with one server, half with two, then the control. */
    Report run(Path directory, int rounds) throws IOException, SQLException {
        try (Site site = new Site(directory)) {
            progress.step("Making payers");
            progress.at(0, 0, "");
            Market market = site.plant(PAYERS, clock);
            site.startFirst().awaitReady(Site.START_LIMIT);
            int alone = (rounds + 1) / 2;
            for (int round = 1; round <= rounds; round++) {
                if (round == alone + 1) {
                    site.startSecond().awaitReady(Site.START_LIMIT);
                }
                progress.step("Crashing");
                progress.at(round, rounds, "round " + round);
                round(site, market, round, round > alone ? oneOfTwo() : alone());
            }
            site.stopSecond();
            progress.step("Checking the books");
            progress.at(0, 0, "");
            String books = Audit.books(site.postgres().address());
            if (!books.isEmpty()) {
                surprises.add("the books do not hold: " + books);
            }
            progress.step("Control without durable commits");
            progress.at(0, 0, "");
            int acked = everAcked.size();
            long controlLost = control(site, market);
            return new Report(
                    rounds,
                    acked,
                    lost.size(),
                    duplicated,
                    unresolved,
                    repeated,
                    Duration.ofNanos(recoveryNanosMax).toMillis(),
                    controlLost,
                    List.copyOf(surprises));
        }
    }

    private Victim alone() {
        return switch (random.nextInt(4)) {
            case 0 -> Victim.POSTGRES;
            case 1 -> Victim.ALL_OF_POSTGRES;
            case 2 -> Victim.EVERYTHING;
            default -> Victim.FIRST_SERVER;
        };
    }

    private Victim oneOfTwo() {
        return switch (random.nextInt(5)) {
            case 0 -> Victim.ALL_OF_POSTGRES;
            case 1, 2 -> Victim.SECOND_SERVER;
            default -> Victim.FIRST_SERVER;
        };
    }

    private void round(Site site, Market market, int round, Victim victim) throws IOException, SQLException {
        long delayMs = 300L + random.nextInt(1_500);
        long recoveryNanos;
        List<Ack> acks;
        try (Clients clients = new Clients(market, site.addresses(), clock, "r" + round + "-", true)) {
            clients.start(CLIENTS, random.nextLong());
            // The random moment counts from the first answer: on a slow machine the load takes a while to begin.
            awaitFirstAnswer(clients);
            pause(delayMs);
            int before = clients.acked();
            recoveryNanos = killAndRecover(site, market, victim);
            clients.redirect(site.addresses());
            pause(300);
            clients.finish(FINISH_LIMIT);
            acks = clients.acks();
            surprises.addAll(clients.surprises());
            unresolved += clients.unresolved();
            repeated += clients.repeated();
            if (before == 0) {
                surprises.add("round " + round + ": nothing was paid before the kill");
            }
        }
        everAcked.addAll(acks);
        recoveryNanosMax = Math.max(recoveryNanosMax, recoveryNanos);
        Set<String> missing = new HashSet<>();
        for (URI server : site.addresses()) {
            missing.addAll(new Audit(market, clock).missingOverHttp(server, acks));
        }
        Audit.Finding finding =
                new Audit(market, clock).inTables(site.postgres().address(), everAcked);
        missing.addAll(finding.lost());
        lost.addAll(missing);
        // What went unanswered to the end may have been made; only a full tally can tell.
        duplicated = unresolved == 0 ? finding.duplicated() : Math.max(0, finding.duplicated() - unresolved);
        progress.clear();
        out.printf(
                Locale.ROOT,
                "round %2d  %d server%s  killed %-15s after %4d ms  recovered in %5d ms  acked %5d  lost %d  doubled %d%s%n",
                round,
                site.addresses().size(),
                site.addresses().size() == 1 ? " " : "s",
                victim,
                delayMs,
                Duration.ofNanos(recoveryNanos).toMillis(),
                acks.size(),
                missing.size(),
                duplicated,
                missing.isEmpty() ? "" : "  " + Audit.some(missing));
        out.flush();
    }

    /** Kills, starts again what does not start by itself, and waits for the first payment it answers. */
    private long killAndRecover(Site site, Market market, Victim victim) throws IOException {
        ServerProcess first = Objects.requireNonNull(site.first());
        @Nullable ServerProcess second = site.second();
        long sinceNanos = System.nanoTime();
        ServerProcess revived = first;
        switch (victim) {
            case FIRST_SERVER -> {
                first.kill();
                if (second != null) {
                    // PostgreSQL lives on, so the other one must go on at once.
                    awaitPayment(market, second, "the other server, after the first was killed,");
                }
                sinceNanos = System.nanoTime();
                revived = site.startFirst();
            }
            case SECOND_SERVER -> {
                Objects.requireNonNull(second).kill();
                awaitPayment(market, first, "the other server, after the second was killed,");
                sinceNanos = System.nanoTime();
                revived = site.startSecond();
            }
            case POSTGRES -> site.postgres().killMain();
            case ALL_OF_POSTGRES -> site.postgres().killAll();
            case EVERYTHING -> {
                site.postgres().killAll();
                first.kill();
                sinceNanos = System.nanoTime();
                revived = site.startFirst();
            }
        }
        awaitPayment(market, revived, "the server");
        long recoveryNanos = System.nanoTime() - sinceNanos;
        if (site.secondIsStranded()) {
            site.stopSecond();
            site.startSecond().awaitReady(Site.START_LIMIT);
        } else if (second != null && victim == Victim.ALL_OF_POSTGRES) {
            awaitPayment(market, second, "the second server, after PostgreSQL came back,");
        }
        return recoveryNanos;
    }

    private static void awaitFirstAnswer(Clients clients) {
        long giveUpNanos = System.nanoTime() + RECOVERY_LIMIT.toNanos();
        while (clients.acked() == 0 && System.nanoTime() < giveUpNanos) {
            LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
        }
    }

    /** Tries a payment over and over, each one a new one, until one is answered; they count like all others. */
    private void awaitPayment(Market market, ServerProcess server, String who) throws IOException {
        long giveUpNanos = System.nanoTime() + RECOVERY_LIMIT.toNanos();
        String last = "";
        String prefix = "probe" + ++probes + "-";
        SignedRequests requests = new SignedRequests(market, server.address(), clock, prefix);
        try (HttpConnection connection = new HttpConnection(server.port(), PROBE_LIMIT_MS)) {
            while (System.nanoTime() < giveUpNanos) {
                server.requireAlive();
                try {
                    // One payment under one key: an attempt without answer may have been carried out.
                    HttpAnswer answer = connection.exchange(requests.oneStep(1, 0, 1));
                    if (answer.ok()) {
                        String id = answer.body().replaceFirst("(?s).*?\"id\":\\s*\"(pay_[0-9a-z]+)\".*", "$1");
                        everAcked.add(new Ack(prefix + 1, id, 1));
                        return;
                    }
                    last = answer.status() + " " + answer.body();
                    if (answer.status() < 500) {
                        throw new CommandFailed(who + " refused a payment: " + last);
                    }
                } catch (IOException e) {
                    // Still down.
                    last = String.valueOf(e.getMessage());
                }
                LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
            }
        }
        throw new CommandFailed(who + " did not answer a payment within " + RECOVERY_LIMIT.toSeconds() + " s: " + last
                + "; its last words: " + server.lastWords());
    }

    /** The same with commits that are answered before they are safe: if nothing is lost here, the test shows nothing. */
    private long control(Site site, Market market) throws IOException, SQLException {
        for (int attempt = 1; attempt <= CONTROL_TRIES; attempt++) {
            List<Ack> acks;
            site.loosenCommits();
            ServerProcess first = Objects.requireNonNull(site.first());
            try (Clients clients = new Clients(market, site.addresses(), clock, "k" + attempt + "-", false)) {
                clients.start(CONTROL_CLIENTS, random.nextLong());
                pause(1_000L + random.nextInt(400));
                site.postgres().killAll();
                first.kill();
                clients.finish(FINISH_LIMIT);
                acks = clients.acks();
            }
            site.postgres().forgetAlteredSettings();
            site.startFirst().awaitReady(Site.START_LIMIT);
            Audit.Finding finding =
                    new Audit(market, clock).inTables(site.postgres().address(), acks);
            progress.clear();
            out.printf(
                    Locale.ROOT,
                    "control   synchronous_commit=off, killed all of PostgreSQL  acked %d  lost %d%n",
                    acks.size(),
                    finding.lost().size());
            out.flush();
            if (!finding.lost().isEmpty()) {
                return finding.lost().size();
            }
        }
        return 0;
    }

    private static void pause(long ms) {
        long untilNanos = System.nanoTime() + Duration.ofMillis(ms).toNanos();
        for (long left = untilNanos - System.nanoTime(); left > 0; left = untilNanos - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }
}
