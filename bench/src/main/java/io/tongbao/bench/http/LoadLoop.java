package io.tongbao.bench.http;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Many connections driven by the calling thread alone, each with at most one request under way: the cheapest client there
 * is, because it shares its processors with the server it measures. Not thread-safe.
 */
public final class LoadLoop implements AutoCloseable {

    /** How long the answers under way at the end are waited for. */
    private static final long DRAIN_NANOS = Duration.ofSeconds(20).toNanos();

    private static final long TELL_NANOS = Duration.ofMillis(300).toNanos();

    private final Selector selector;
    private final List<Lane> lanes = new ArrayList<>();
    private int underWay;
    private LongConsumer watcher = elapsedNanos -> {};

    private static final class Lane {
        private final SocketChannel channel;
        private final AnswerBuffer answer = new AnswerBuffer();
        private ByteBuffer request = ByteBuffer.allocate(0);
        private SelectionKey key;
        private int task;
        private long sinceNanos;

        Lane(SocketChannel channel, Selector selector) throws IOException {
            this.channel = channel;
            this.key = channel.register(selector, 0, this);
        }
    }

    /** Connects {@code connections} times to {@code port} on loopback. */
    public LoadLoop(int port, int connections) throws IOException {
        this.selector = Selector.open();
        for (int i = 0; i < connections; i++) {
            SocketChannel channel = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.configureBlocking(false);
            lanes.add(new Lane(channel, selector));
        }
    }

    /** Who is told, several times a second, how long a run has been going; must be quick. */
    public void watch(LongConsumer elapsedNanos) {
        watcher = elapsedNanos;
    }

    /**
     * What came of a run.
     *
     * @param answered tasks that were answered to their end within the measured time
     * @param failed answers with another status than 2xx
     * @param seconds measured time
     * @param firstFailure status and body of the first failure, empty when none
     * @param exhausted whether the tasks ran out before the time did
     */
    public record Result(long answered, long failed, double seconds, String firstFailure, boolean exhausted) {

        public double perSecond() {
            return answered / seconds;
        }
    }

    /** Requests made beforehand: some tasks, each of one or more requests sent one after the other. */
    public interface Tasks {

        int count();

        /** The request of a step, or null behind the last. */
        byte @Nullable [] request(int task, int step);

        /** Whether an answer is as it should be. */
        default boolean accepts(int task, int step, AnswerBuffer answer) {
            return answer.status() >= 200 && answer.status() < 300;
        }
    }

    /** As fast as the server answers, until the time is over or nothing is left. */
    public Result closedLoop(Tasks tasks, Duration time) throws IOException {
        Run run = new Run(tasks, System.nanoTime(), time.toNanos(), 0, new Latencies());
        for (Lane lane : lanes) {
            run.begin(lane);
        }
        return run.finish();
    }

    /**
     * At a fixed rate, whatever the server does: task i is due at i / rate and its latency counts from then.
     *
     * @param latencies filled by the run
     */
    public Result openLoop(Tasks tasks, Duration time, double perSecond, Latencies latencies) throws IOException {
        Run run = new Run(tasks, System.nanoTime(), time.toNanos(), perSecond, latencies);
        return run.finish();
    }

    private final class Run {

        private final Tasks tasks;
        private final long startNanos;
        private final long lengthNanos;
        private final double perSecond;
        private final Latencies latencies;
        private final Deque<Lane> idle = new ArrayDeque<>();
        private int[] steps = new int[0];
        private int next;
        private long toldNanos;
        private long answered;
        private long failed;
        private String firstFailure = "";

        Run(Tasks tasks, long startNanos, long lengthNanos, double perSecond, Latencies latencies) {
            this.tasks = tasks;
            this.startNanos = startNanos;
            this.toldNanos = startNanos;
            this.lengthNanos = lengthNanos;
            this.perSecond = perSecond;
            this.latencies = latencies;
            this.steps = new int[tasks.count()];
            if (perSecond > 0) {
                idle.addAll(lanes);
            }
        }

        private boolean over(long now) {
            return now - startNanos >= lengthNanos;
        }

        /** Gives a free connection its next task, if there is one and it is time. */
        void begin(Lane lane) throws IOException {
            long now = System.nanoTime();
            if (next >= tasks.count() || over(now)) {
                return;
            }
            lane.task = next++;
            lane.sinceNanos = perSecond > 0 ? due(lane.task) : now;
            send(lane);
        }

        private long due(int task) {
            return startNanos + (long) (task * 1e9 / perSecond);
        }

        private void send(Lane lane) throws IOException {
            byte[] request = tasks.request(lane.task, steps[lane.task]);
            if (request == null) {
                throw new IllegalStateException("task " + lane.task + " has no step " + steps[lane.task]);
            }
            lane.answer.clear();
            lane.request = ByteBuffer.wrap(request);
            underWay++;
            write(lane);
        }

        private void write(Lane lane) throws IOException {
            lane.channel.write(lane.request);
            lane.key.interestOps(lane.request.hasRemaining() ? SelectionKey.OP_WRITE : SelectionKey.OP_READ);
        }

        Result finish() throws IOException {
            while (true) {
                long now = System.nanoTime();
                if (over(now) && now - startNanos - lengthNanos > DRAIN_NANOS && underWay > 0) {
                    throw new IOException(underWay + " requests were not answered");
                }
                if (perSecond > 0) {
                    beginDue(now);
                }
                boolean noneLeft = next >= tasks.count() || over(now);
                if (noneLeft && underWay == 0) {
                    break;
                }
                if (now - toldNanos > TELL_NANOS) {
                    toldNanos = now;
                    watcher.accept(now - startNanos);
                }
                selector.select(pauseMs(now));
                var ready = selector.selectedKeys();
                for (SelectionKey key : ready) {
                    ready(key);
                }
                ready.clear();
            }
            double seconds = Math.min(System.nanoTime() - startNanos, lengthNanos) / 1e9;
            boolean exhausted = next >= tasks.count() && !over(System.nanoTime());
            return new Result(answered, failed, seconds, firstFailure, exhausted);
        }

        private void beginDue(long now) throws IOException {
            while (!idle.isEmpty() && next < tasks.count() && !over(due(next)) && due(next) <= now) {
                begin(idle.removeFirst());
            }
            if (next < tasks.count() && over(due(next))) {
                next = tasks.count();
            }
        }

        private long pauseMs(long now) {
            if (perSecond > 0 && next < tasks.count() && !idle.isEmpty()) {
                // A pause of 0 would wait for ever.
                return Math.max(1, (due(next) - now) / 1_000_000);
            }
            return 100;
        }

        private void ready(SelectionKey key) throws IOException {
            Lane lane = (Lane) key.attachment();
            if (key.isWritable()) {
                write(lane);
                return;
            }
            int n = lane.channel.read(lane.answer.room(2048));
            if (n < 0) {
                throw new IOException("the server closed a connection with a request under way");
            }
            if (lane.answer.filled(n)) {
                underWay--;
                answered(lane);
            }
        }

        private void answered(Lane lane) throws IOException {
            boolean ok = tasks.accepts(lane.task, steps[lane.task], lane.answer);
            if (!ok) {
                failed++;
                if (firstFailure.isEmpty()) {
                    firstFailure = lane.answer.status() + " " + lane.answer.body();
                }
            }
            int step = ++steps[lane.task];
            if (ok && tasks.request(lane.task, step) != null) {
                send(lane);
                return;
            }
            long now = System.nanoTime();
            if (ok && (perSecond > 0 || !over(now))) {
                answered++;
                latencies.add(now - lane.sinceNanos);
            }
            lane.key.interestOps(0);
            if (perSecond > 0) {
                idle.addLast(lane);
            } else {
                begin(lane);
            }
        }
    }

    @Override
    public void close() {
        lanes.forEach(lane -> closeQuietly(lane.channel));
        closeQuietly(selector);
    }

    private static void closeQuietly(Closeable open) {
        try {
            open.close();
        } catch (IOException e) {
            // The run is over; nothing depends on it.
            return;
        }
    }
}
