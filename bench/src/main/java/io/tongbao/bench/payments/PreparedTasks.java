package io.tongbao.bench.payments;

import io.tongbao.bench.http.LoadLoop;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Requests signed before the clock starts: in one step, or as create and confirm. */
final class PreparedTasks implements LoadLoop.Tasks {

    private static final long AMOUNT_MINOR = 100;

    private final byte[][] first;
    private final byte @Nullable [][] second;

    private PreparedTasks(byte[][] first, byte @Nullable [][] second) {
        this.first = first;
        this.second = second;
    }

    /**
     * @param from number of the first payment
     * @param payers payers to go round
     */
    static PreparedTasks oneStep(SignedRequests requests, long from, int count, int payers) {
        byte[][] first = new byte[count][];
        IntStream.range(0, count)
                .parallel()
                .forEach(i -> first[i] = requests.oneStep(from + i, payer(from + i, payers), AMOUNT_MINOR));
        return new PreparedTasks(first, null);
    }

    static PreparedTasks twoStep(SignedRequests requests, long from, int count, int payers) {
        byte[][] first = new byte[count][];
        byte[][] second = new byte[count][];
        IntStream.range(0, count).parallel().forEach(i -> {
            int payer = payer(from + i, payers);
            first[i] = requests.create(from + i, payer, AMOUNT_MINOR);
            second[i] = requests.confirm(from + i, payer, AMOUNT_MINOR);
        });
        return new PreparedTasks(first, second);
    }

    /** Spread over all payers in no order that a cache would like. */
    private static int payer(long n, int payers) {
        return (int) Long.remainderUnsigned(((n + 1) * 0x9E37_79B9_7F4A_7C15L) >>> 8, payers);
    }

    @Override
    public int count() {
        return first.length;
    }

    @Override
    public byte @Nullable [] request(int task, int step) {
        return switch (step) {
            case 0 -> first[task];
            case 1 -> second == null ? null : second[task];
            default -> null;
        };
    }
}
