package io.tongbao.bench.replay;

import io.tongbao.bench.cli.CommandFailed;
import io.tongbao.bench.cli.ProgressBar;
import io.tongbao.customer.Customers;
import io.tongbao.ledger.Decision;
import io.tongbao.ledger.LedgerOptions;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.sql.DataSource;

/**
 * One run over a log: reads a block of rows, makes sure that everybody in it has an account, submits its rows, and goes on
 * while the ledger works, with a bounded number of blocks under way. The ledger commits in the order of the file, so being
 * killed leaves a prefix applied, and the next run goes on from there.
 */
final class ReplayRun {

    private static final int BLOCK_ROWS = 1_000;
    /** Two batches of the ledger and more: it never waits for us. */
    private static final int MOST_BLOCKS_UNDER_WAY = 12;
    /** A row is a posting, and may open two accounts before it; all that is under way must fit into one lane's queue. */
    private static final int QUEUE_CAPACITY = 3 * BLOCK_ROWS * (MOST_BLOCKS_UNDER_WAY + 1);

    private static final long SAVE_EVERY_ROWS = 20_000;

    private final DataSource database;
    private final ReplayedFile file;
    private final PartyBook book;
    private final PartyRegistrar registrar;
    private final Customers customers;
    private final Openings openings;
    private final RowPayments payments;
    private final Tally tally = new Tally();
    private final Deque<Block> underWay = new ArrayDeque<>();
    private final ConcurrentLinkedQueue<UUID> openedNow = new ConcurrentLinkedQueue<>();
    private long answered;
    private long saved;

    ReplayRun(
            DataSource database,
            ReplayedFile file,
            PartyBook book,
            PartyRegistrar registrar,
            Customers customers,
            Openings openings,
            RowPayments payments) {
        this.database = database;
        this.file = file;
        this.book = book;
        this.registrar = registrar;
        this.customers = customers;
        this.openings = openings;
        this.payments = payments;
    }

    /** How a ledger node has to run for this: one lane, which decides in the order of the queue. */
    static LedgerOptions ledgerOptions() {
        LedgerOptions defaults = LedgerOptions.defaults("replay");
        return new LedgerOptions(
                defaults.nodeName(),
                1,
                defaults.maxBatch(),
                QUEUE_CAPACITY,
                defaults.lease(),
                defaults.outageTolerance());
    }

    private record Block(long lastRow, CompletableFuture<Void> done) {}

    /**
     * Runs rows 1 to {@code limit}.
     *
     * @throws CommandFailed when the database was lost or the log cannot be read; everything answered so far stays
     */
    Tally run(LogFile log, int scale, long limit, ProgressBar progress) throws SQLException {
        try (LogRows rows = LogRows.open(log, scale)) {
            List<LogRow> block = new ArrayList<>(BLOCK_ROWS);
            boolean more = true;
            long taken = 0;
            while (more && tally.failure() == null) {
                LogRow row = taken < limit ? rows.next() : null;
                more = row != null;
                if (row != null) {
                    taken++;
                    block.add(row);
                }
                if (!block.isEmpty() && (!more || block.size() == BLOCK_ROWS)) {
                    makeRoom(MOST_BLOCKS_UNDER_WAY - 1);
                    submit(block);
                    block.clear();
                    progress.at(rows.bytesRead(), log.bytes(), note());
                }
            }
        } finally {
            makeRoom(0);
        }
        book.opened(drained());
        save();
        RowResult.Failed failure = tally.failure();
        if (failure != null) {
            throw new CommandFailed("stopped at row " + failure.row() + " (" + failure.code()
                    + "); run the same command again to go on from there");
        }
        return tally;
    }

    private String note() {
        return String.format(
                Locale.ROOT,
                "%,d applied, %,d refused, %,d duplicates",
                tally.applied(),
                tally.refused(),
                tally.duplicates());
    }

    private void makeRoom(int most) throws SQLException {
        while (underWay.size() > most) {
            Block oldest = underWay.removeFirst();
            try {
                oldest.done().join();
            } catch (CompletionException e) {
                tally.add(new RowResult.Failed(oldest.lastRow(), String.valueOf(e.getCause())));
            }
            if (tally.failure() == null) {
                answered = oldest.lastRow();
            }
        }
        if (answered - saved >= SAVE_EVERY_ROWS) {
            book.opened(drained());
            save();
        }
    }

    private void save() throws SQLException {
        file.done(database, answered);
        saved = answered;
    }

    private Collection<UUID> drained() {
        List<UUID> ids = new ArrayList<>();
        for (UUID id = openedNow.poll(); id != null; id = openedNow.poll()) {
            ids.add(id);
        }
        return ids;
    }

    private void submit(List<LogRow> block) throws SQLException {
        Map<Party.Key, Party.Sighting> sightings = sightings(block);
        Map<Party.Key, Party> parties = book.find(sightings.keySet());
        if (parties.size() < sightings.size()) {
            Map<Party.Key, Party.Sighting> unknown = new LinkedHashMap<>(sightings);
            unknown.keySet().removeAll(parties.keySet());
            registrar.register(file, unknown);
            parties.putAll(book.find(unknown.keySet()));
        }
        customers.prefetch(parties.entrySet().stream()
                .filter(e -> e.getKey().role() == PartyRole.CUSTOMER)
                .map(e -> e.getValue().id())
                .toList());
        List<CompletableFuture<?>> answers = new ArrayList<>(block.size());
        for (Party.Key name : sightings.keySet()) {
            open(party(parties, name), answers);
        }
        for (LogRow row : block) {
            switch (row) {
                case LogRow.Senseless(var number, var code, var detail) ->
                    tally.add(number <= file.rowsDone() ? RowResult.DUPLICATE : new RowResult.Refused(code));
                case LogRow.Movement movement ->
                    answers.add(
                            payments.submit(movement, party(parties, payer(movement)), party(parties, payee(movement)))
                                    .thenAccept(tally::add));
            }
        }
        underWay.addLast(new Block(
                block.getLast().number(), CompletableFuture.allOf(answers.toArray(CompletableFuture<?>[]::new))));
    }

    /** Ahead of the block's rows, and without waiting: the lane keeps the order. */
    private void open(Party party, List<CompletableFuture<?>> answers) {
        if (party.opened() || party.openingMinor() == 0) {
            return;
        }
        answers.add(openings.submit(party).thenAccept(decision -> {
            if (!(decision instanceof Decision.Applied)) {
                throw new IllegalStateException("an opening balance was answered with " + decision);
            }
            openedNow.add(party.id());
        }));
    }

    private static Party party(Map<Party.Key, Party> parties, Party.Key name) {
        return Objects.requireNonNull(parties.get(name), "a party just registered is missing");
    }

    static Party.Key payer(LogRow.Movement row) {
        return new Party.Key(PartyRole.CUSTOMER, row.payer());
    }

    static Party.Key payee(LogRow.Movement row) {
        return new Party.Key(row.action().payee(), row.payee());
    }

    /** All names of a block in the order they appear, the payer of a row before its payee. */
    static Map<Party.Key, Party.Sighting> sightings(List<LogRow> block) {
        Map<Party.Key, Party.Sighting> names = new LinkedHashMap<>();
        for (LogRow row : block) {
            if (row instanceof LogRow.Movement movement) {
                names.putIfAbsent(payer(movement), new Party.Sighting(row.number(), movement.payerOpeningMinor()));
                names.putIfAbsent(payee(movement), new Party.Sighting(row.number(), movement.payeeOpeningMinor()));
            }
        }
        return names;
    }
}
