package io.tongbao.bench.replay;

import io.tongbao.bench.cli.CommandFailed;
import io.tongbao.bench.cli.ProgressBar;
import io.tongbao.bench.desk.UseCases;
import io.tongbao.kernel.Currency;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.sql.DataSource;

/** Puts the parts of a replay together: run a log, then check it. The ledger node behind it must have one lane. */
final class Replay {

    private static final Party.Key OPENING = new Party.Key(PartyRole.OPENING, "opening balances");

    private final DataSource database;
    private final UseCases useCases;
    private final ReplayedFile file;
    private final Currency currency;
    private final PartyBook book;

    Replay(DataSource database, UseCases useCases, ReplayedFile file, Currency currency) {
        this.database = database;
        this.useCases = useCases;
        this.file = file;
        this.currency = currency;
        this.book = new PartyBook(database);
    }

    /**
     * @throws CommandFailed when it could not go on; the next run does
     */
    Tally run(LogFile log, long limit, ProgressBar progress) throws SQLException {
        PartyRegistrar registrar = new PartyRegistrar(
                database, useCases.registerCustomer(), useCases.registerProvider(), currency, useCases.ids());
        Openings openings = new Openings(useCases.ledger(), currency, openingAccount(registrar));
        RowPayments payments = new RowPayments(useCases.desk(), currency, file);
        return new ReplayRun(database, file, book, registrar, useCases.customers(), openings, payments)
                .run(log, currency.scale(), limit, progress);
    }

    private long openingAccount(PartyRegistrar registrar) throws SQLException {
        registrar.register(file, Map.of(OPENING, new Party.Sighting(0, 0)));
        return Objects.requireNonNull(book.find(List.of(OPENING)).get(OPENING), "no opening account")
                .accountId();
    }

    ConservationCheck.Result check(LogFile log, ProgressBar progress) throws SQLException {
        return new ConservationCheck(database, file, book).run(log, currency.scale(), progress);
    }
}
