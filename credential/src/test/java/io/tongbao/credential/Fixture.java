package io.tongbao.credential;

import io.tongbao.kernel.Ids;
import io.tongbao.testkit.FakeClock;
import io.tongbao.testkit.SeededRandom;
import io.tongbao.testkit.TestDatabase;
import io.tongbao.testkit.TestPostgres;
import io.tongbao.vault.Vault;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** The module on a fresh database, with a clock to turn and what happened written down. */
final class Fixture {

    final TestDatabase database = TestPostgres.database("credential");
    final FakeClock clock = new FakeClock();
    final SeededRandom random = SeededRandom.orElse(20260301);
    final Ids ids = new Ids(clock, new SeededRandom(7));
    final Vault vault = Vault.inMemory();
    final List<SecurityEvent> events = Collections.synchronizedList(new ArrayList<>());
    final GuessLimits limits = limits();
    final Subject alice = Subject.customer(new UUID(1, 1));
    final Subject bob = Subject.staff(new UUID(2, 2));

    /** Another node's limits on the same database. */
    GuessLimits limits() {
        return new GuessLimits(database.dataSource(), vault, clock, GuessPolicies.DEFAULT, events::add);
    }

    Passwords passwords() {
        return new Passwords(database.dataSource(), vault, limits, clock, random, events::add);
    }

    static Attempt from(String target, String source) {
        return from(target, source, null);
    }

    static Attempt from(String target, String source, @Nullable String device) {
        return new Attempt(target, AccessChannel.WEB, source, device);
    }

    List<SecurityEvent.Kind> happened() {
        synchronized (events) {
            return events.stream().map(SecurityEvent::kind).toList();
        }
    }

    /** Runs the task on that many threads, all let go at once, and returns what each answered. */
    static <T> List<T> atOnce(int threads, Callable<T> task) throws Exception {
        CyclicBarrier start = new CyclicBarrier(threads);
        try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
            List<Future<T>> running = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                running.add(pool.submit(() -> {
                    start.await();
                    return task.call();
                }));
            }
            List<T> answers = new ArrayList<>();
            for (Future<T> one : running) {
                try {
                    answers.add(one.get());
                } catch (ExecutionException e) {
                    throw new AssertionError(e.getCause());
                }
            }
            return answers;
        }
    }
}
