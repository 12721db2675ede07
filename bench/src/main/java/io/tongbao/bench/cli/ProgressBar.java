package io.tongbao.bench.cli;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;

/**
 * Says how far a long step is, on a stream that is not the result's. Silent for the first two seconds. On a terminal one
 * line is drawn over and over; elsewhere a line is printed every few seconds. Not thread-safe.
 */
public final class ProgressBar implements AutoCloseable {

    private static final long SILENT_NANOS = Duration.ofSeconds(2).toNanos();
    private static final long REDRAW_NANOS = Duration.ofMillis(150).toNanos();
    private static final long LINE_NANOS = Duration.ofSeconds(5).toNanos();
    private static final int WIDTH = 30;

    private final PrintStream out;
    private final boolean terminal;
    private final long startedNanos = System.nanoTime();
    private String step;
    private long stepNanos;
    private long drawnNanos;
    private boolean drawn;

    /**
     * @param out where to draw, normally standard error
     * @param terminal whether a line may be drawn over
     * @param step what is being done
     */
    public ProgressBar(PrintStream out, boolean terminal, String step) {
        this.out = out;
        this.terminal = terminal;
        this.step = step;
        this.stepNanos = startedNanos;
    }

    /** A bar on standard error that knows whether somebody watches. */
    @SuppressWarnings("SystemConsoleNull") // with redirected streams there may be none
    public static ProgressBar onStandardError(String step) {
        var console = System.console();
        return new ProgressBar(System.err, console != null && console.isTerminal(), step);
    }

    /** Begins another step on the same line. */
    public void step(String name) {
        step = name;
        stepNanos = System.nanoTime();
        drawnNanos = 0;
    }

    /**
     * Draws when it is time to.
     *
     * @param done of {@code total}; a {@code total} of 0 means unknown
     * @param note figures to show behind the bar
     */
    public void at(long done, long total, String note) {
        long now = System.nanoTime();
        long since = now - drawnNanos;
        if (now - startedNanos < SILENT_NANOS || (drawnNanos != 0 && since < (terminal ? REDRAW_NANOS : LINE_NANOS))) {
            return;
        }
        drawnNanos = now;
        String line = line(done, total, note, (now - stepNanos) / 1_000_000_000L);
        if (terminal) {
            out.print("\r\u001b[K" + line);
            drawn = true;
        } else {
            out.println(line);
        }
        out.flush();
    }

    private String line(long done, long total, String note, long seconds) {
        if (total <= 0) {
            return String.format(Locale.ROOT, "%s %d s %s", step, seconds, note);
        }
        long part = Math.min(Math.max(done, 0), total);
        int filled = (int) (part * WIDTH / total);
        return String.format(
                Locale.ROOT,
                "%s [%s%s] %d %% %d s %s",
                step,
                "#".repeat(filled),
                ".".repeat(WIDTH - filled),
                part * 100 / total,
                seconds,
                note);
    }

    /** Takes the bar off the screen, so that something else can be printed; the next {@link #at} draws it again. */
    public void clear() {
        if (drawn) {
            out.print("\r\u001b[K");
            out.flush();
            drawn = false;
        }
    }

    @Override
    public void close() {
        clear();
    }
}
