package io.tongbao.bench.payments;

import io.tongbao.bench.cli.ProgressBar;
import io.tongbao.bench.desk.Market;
import io.tongbao.bench.desk.MarketSeed;
import io.tongbao.bench.desk.UseCases;
import io.tongbao.bench.process.TemporaryDirectory;
import io.tongbao.kernel.Ids;
import io.tongbao.ledger.LedgerOptions;
import io.tongbao.payment.PolicyPack;
import io.tongbao.server.StartedDatabase;
import io.tongbao.server.TongbaoServer;
import io.tongbao.server.settings.ServerOptions;
import java.io.IOException;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code train}: a server that is started, used and stopped in this process, so that a JVM that records (see the launcher)
 * learns which classes are loaded and which methods are hot. Whatever is started with what it learnt gets fast in seconds
 * instead of a minute.
 */
@Command(
        name = "train",
        hidden = true,
        mixinStandardHelpOptions = true,
        description = "Uses a throw-away server for a few seconds, for a JVM that records.")
public final class TrainCommand implements Callable<Integer> {

    private static final int PAYERS = 500;
    private static final int CONNECTIONS = 128;

    @Option(names = "--seconds", description = "Length of the load in one step, and of that in two. Default: 8.")
    private int seconds = 8;

    @Override
    public Integer call() throws IOException, SQLException {
        InstantSource clock = InstantSource.system();
        try (TemporaryDirectory directory = TemporaryDirectory.create("tongbao-train");
                ProgressBar progress = ProgressBar.onStandardError("Training")) {
            ServerOptions options = ServerOptions.sandbox(directory.path().resolve("data"), 0);
            Market market;
            try (StartedDatabase database = StartedDatabase.open(options, clock, Ids.secure(clock));
                    UseCases useCases = UseCases.open(
                            database.dataSource(),
                            options.keysDirectory(),
                            PolicyPack.BENCH,
                            LedgerOptions.defaults("seed"),
                            clock)) {
                market = new MarketSeed(database.dataSource(), useCases).plant(PAYERS, true);
            }
            try (TongbaoServer server = TongbaoServer.start(options)) {
                SignedRequests requests = new SignedRequests(market, server.address(), clock, "t");
                try (PaymentLoad load =
                        new PaymentLoad(server.port(), CONNECTIONS, requests, PAYERS, () -> 0, progress)) {
                    boolean isPaying = load.oneStepPeak(0, seconds) > 0 && load.twoStepPeak(0, seconds) > 0;
                    return isPaying && load.errors() == 0 ? 0 : 1;
                }
            }
        }
    }
}
