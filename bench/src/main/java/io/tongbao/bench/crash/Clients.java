package io.tongbao.bench.crash;

import io.tongbao.bench.desk.Market;
import io.tongbao.bench.http.HttpAnswer;
import io.tongbao.bench.http.HttpConnection;
import io.tongbao.bench.payments.SignedRequests;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Payers' and providers' systems that never give up: a request without an answer is sent again with the same idempotency
 * key, to any server, until there is one. Two thirds pay in one step by agreement, one third order and confirm.
 */
final class Clients implements AutoCloseable {

    private static final int ANSWER_LIMIT_MS = 4_000;
    private static final long RETRY_NANOS = Duration.ofMillis(100).toNanos();
    /** A pause after each payment: the servers that come back share their processors with us. */
    private static final long THINK_NANOS = Duration.ofMillis(10).toNanos();

    private static final Pattern ID = Pattern.compile("\"id\":\\s*\"(pay_[0-9a-z]+)\"");
    private static final Pattern STATE = Pattern.compile("\"state\":\\s*\"([a-z_]+)\"");

    private final Market market;
    private final InstantSource clock;
    private final String prefix;
    private final boolean retrying;
    private final AtomicLong numbers = new AtomicLong();
    private final Queue<Ack> acks = new ConcurrentLinkedQueue<>();
    private final Queue<String> surprises = new ConcurrentLinkedQueue<>();
    private final AtomicLong unresolved = new AtomicLong();
    private final AtomicLong repeated = new AtomicLong();
    private final List<Thread> threads = new ArrayList<>();
    private volatile List<URI> servers;
    private volatile boolean stopping;
    private volatile boolean givingUp;

    /**
     * @param prefix of references; no two rounds have the same
     * @param retrying false for the control round, which looks only at what was answered
     */
    Clients(Market market, List<URI> servers, InstantSource clock, String prefix, boolean retrying) {
        this.market = market;
        this.servers = List.copyOf(servers);
        this.clock = clock;
        this.prefix = prefix;
        this.retrying = retrying;
    }

    /** Starts {@code count} clients. */
    void start(int count, long seed) {
        SplittableRandom seeds = new SplittableRandom(seed);
        for (int i = 0; i < count; i++) {
            SplittableRandom random = seeds.split();
            threads.add(Thread.ofVirtual().name("client-" + i).start(() -> run(random)));
        }
    }

    /** Where to send from now on; signatures name the server, so each attempt signs anew. */
    void redirect(List<URI> to) {
        servers = List.copyOf(to);
    }

    private void run(SplittableRandom random) {
        try (Session session = new Session()) {
            while (!stopping) {
                LockSupport.parkNanos(THINK_NANOS);
                int payer = random.nextInt(market.payers().size());
                long amountMinor = 1L + random.nextInt(10_000);
                long n = numbers.incrementAndGet();
                if (random.nextInt(3) > 0) {
                    pay(session, random, n, requests -> requests.oneStep(n, payer, amountMinor), amountMinor);
                } else if (until(session, random, requests -> requests.create(n, payer, amountMinor)) != null) {
                    pay(session, random, n, requests -> requests.confirm(n, payer, amountMinor), amountMinor);
                }
            }
        }
    }

    private interface Request {
        byte[] signedWith(SignedRequests requests);
    }

    private void pay(Session session, SplittableRandom random, long n, Request request, long amountMinor) {
        HttpAnswer answer = until(session, random, request);
        if (answer == null) {
            return;
        }
        Matcher id = ID.matcher(answer.body());
        Matcher state = STATE.matcher(answer.body());
        if (id.find() && state.find() && state.group(1).equals("succeeded")) {
            acks.add(new Ack(prefix + n, id.group(1), amountMinor));
        } else {
            surprises.add(answer.status() + " " + answer.body());
        }
    }

    /** Sends until it is answered for good; null when it never was, or was refused. */
    private @Nullable HttpAnswer until(Session session, SplittableRandom random, Request request) {
        boolean again = false;
        while (true) {
            List<URI> to = servers;
            URI server = to.get(random.nextInt(to.size()));
            if (again) {
                repeated.incrementAndGet();
            }
            try {
                HttpAnswer answer = session.exchange(server, request);
                if (answer.ok()) {
                    return answer;
                }
                if (answer.status() < 500 && answer.status() != 429) {
                    surprises.add(answer.status() + " " + answer.body());
                    return null;
                }
            } catch (IOException e) {
                // No answer: the payment may have been made or not; the same key will tell.
                session.drop(server);
            }
            if (!retrying || givingUp) {
                unresolved.incrementAndGet();
                return null;
            }
            again = true;
            LockSupport.parkNanos(RETRY_NANOS);
        }
    }

    /** One client's connections, one to each server. */
    private final class Session implements AutoCloseable {

        private final Map<URI, HttpConnection> connections = new HashMap<>();
        private final Map<URI, SignedRequests> signers = new HashMap<>();

        HttpAnswer exchange(URI server, Request request) throws IOException {
            SignedRequests signer =
                    signers.computeIfAbsent(server, to -> new SignedRequests(market, to, clock, prefix));
            HttpConnection connection =
                    connections.computeIfAbsent(server, to -> new HttpConnection(to.getPort(), ANSWER_LIMIT_MS));
            return connection.exchange(request.signedWith(signer));
        }

        void drop(URI server) {
            HttpConnection connection = connections.remove(server);
            if (connection != null) {
                connection.close();
            }
        }

        @Override
        public void close() {
            connections.values().forEach(HttpConnection::close);
        }
    }

    /** Lets every client finish what it began. */
    void finish(Duration limit) {
        stopping = true;
        long giveUpNanos = System.nanoTime() + limit.toNanos();
        try {
            for (Thread thread : threads) {
                thread.join(Duration.ofNanos(Math.max(1, giveUpNanos - System.nanoTime())));
            }
            givingUp = true;
            for (Thread thread : threads) {
                thread.join(Duration.ofMillis(2L * ANSWER_LIMIT_MS));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Payments answered with success so far. */
    List<Ack> acks() {
        return List.copyOf(acks);
    }

    int acked() {
        return acks.size();
    }

    /** Answers that no client should ever get. */
    List<String> surprises() {
        return List.copyOf(surprises);
    }

    /** Requests that were never answered. */
    long unresolved() {
        return unresolved.get();
    }

    /** Requests sent again with the same key. */
    long repeated() {
        return repeated.get();
    }

    @Override
    public void close() {
        finish(Duration.ZERO);
    }
}
