package io.tongbao.bank.file;

import io.tongbao.bank.Bank;
import io.tongbao.bank.BankCapability;
import io.tongbao.bank.BankInstruction;
import io.tongbao.bank.BankInstrument;
import io.tongbao.bank.BankKind;
import io.tongbao.bank.BankProfile;
import io.tongbao.bank.BlacklistAnswer;
import io.tongbao.bank.BlacklistEntry;
import io.tongbao.bank.SignUp;
import io.tongbao.bank.SignUpAnswer;
import io.tongbao.bank.StatementAnswer;
import io.tongbao.bank.file.format.BatchParty;
import io.tongbao.bank.file.format.FileRefused;
import io.tongbao.bank.file.transport.Transport;
import io.tongbao.partner.DeclineReason;
import io.tongbao.partner.InquiryAnswer;
import io.tongbao.partner.PartnerAnswer;
import io.tongbao.partner.PartnerAnswer.Doubt;
import io.tongbao.partner.PartnerAnswer.Outage;
import java.time.LocalDate;
import java.util.List;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * A bank that works by files. An instruction is a row before it is answered {@code Pending}; {@link #tick} carries rows out and answers
 * home. Signing up is not possible by file: agreements come from elsewhere.
 */
public final class FileBank implements Bank {

    private final FileSettings settings;
    private final BankKind.Surroundings surroundings;
    private final FileTroubles troubles;
    private final Transport transport;
    private final DataSource database;
    private final InstructionRows rows;
    private final BatchRows batches;
    private final ReceivedFiles received;
    private volatile boolean closed;

    FileBank(FileSettings settings, BankKind.Surroundings surroundings, FileTroubles troubles, Transport transport) {
        this.settings = settings;
        this.surroundings = surroundings;
        this.troubles = troubles;
        this.transport = transport;
        this.database = surroundings.database();
        JdbcClient jdbc = JdbcClient.create(database);
        TransactionTemplate transactions = new TransactionTemplate(new JdbcTransactionManager(database));
        this.rows = new InstructionRows(
                settings.profile().id().value(), jdbc, transactions, settings.seal(), surroundings.clock());
        this.batches = new BatchRows(settings, jdbc, transactions);
        this.received = new ReceivedFiles(settings, jdbc, transactions, batches);
    }

    /**
     * One cycle: cuts a batch of what waits, sends it, takes what the bank gave back and tells the platform. For the server's job; returns
     * at once with nothing done while another node is at it.
     *
     * @throws DataAccessException when our own database fails; the next cycle goes on
     */
    public TickReport tick() {
        TickReport nothing = new TickReport(0, 0, 0, 0, 0, null);
        if (closed) {
            return nothing;
        }
        try (CycleLock lock =
                CycleLock.tryTake(database, settings.profile().id().value())) {
            return lock.taken()
                    ? new FileCycle(
                                    settings,
                                    transport,
                                    batches,
                                    received,
                                    surroundings.clock(),
                                    surroundings.late(),
                                    troubles)
                            .run()
                    : nothing;
        }
    }

    /** Files of this bank that were refused so far. */
    public long refusedFiles() {
        return received.refusedFiles();
    }

    @Override
    public BankProfile profile() {
        return settings.profile();
    }

    /** Rows wait for the bank, so the bank need not be there. */
    @Override
    public boolean ready() {
        return !closed;
    }

    @Override
    public PartnerAnswer debit(BankInstruction.Debit debit) {
        return offered(BankCapability.DEBIT, debit, () -> {
            BatchParty party = party(debit.from());
            return settings.format().fits(party)
                    ? rows.record(
                            debit,
                            BankInstruction.Kind.DEBIT,
                            debit.purpose(),
                            BankInstruction.Speed.ORDINARY,
                            new RowSeal.Content(party, debit.note()))
                    : new PartnerAnswer.NotSent(Outage.NOT_OFFERED);
        });
    }

    @Override
    public PartnerAnswer credit(BankInstruction.Credit credit) {
        return offered(BankCapability.CREDIT, credit, () -> {
            BatchParty party = party(credit.to());
            return settings.format().fits(party)
                    ? rows.record(
                            credit,
                            BankInstruction.Kind.CREDIT,
                            credit.purpose(),
                            credit.speed(),
                            new RowSeal.Content(party, credit.note()))
                    : new PartnerAnswer.NotSent(Outage.NOT_OFFERED);
        });
    }

    @Override
    public PartnerAnswer refund(BankInstruction.Refund refund) {
        return offered(BankCapability.REFUND, refund, () -> rows.refund(refund));
    }

    /** Possible until the row is in a batch, and when the bank refused it. */
    @Override
    public PartnerAnswer reverse(BankInstruction.Reversal reversal) {
        return offered(
                BankCapability.REVERSE,
                reversal,
                () -> rows.withdraw(reversal.original())
                        ? new PartnerAnswer.Done(null)
                        : new PartnerAnswer.Declined(DeclineReason.ORIGINAL_NOT_REFUNDABLE, ""));
    }

    @Override
    public InquiryAnswer inquire(BankInstruction.Original original) {
        if (closed || !profile().can(BankCapability.INQUIRE)) {
            return new InquiryAnswer.NoAnswer(Doubt.CONNECTION_LOST);
        }
        try {
            return rows.find(original.id())
                    .<InquiryAnswer>map(row -> switch (row.state()) {
                        case WAITING, IN_BATCH -> new InquiryAnswer.StillPending();
                        case WITHDRAWN -> new InquiryAnswer.Reversed();
                        case DONE, DECLINED -> new InquiryAnswer.Found(row.outcome());
                    })
                    .orElseGet(InquiryAnswer.NotFound::new);
        } catch (DataAccessException e) {
            return new InquiryAnswer.NoAnswer(Doubt.CONNECTION_LOST);
        }
    }

    @Override
    public StatementAnswer statement(LocalDate day) {
        if (!profile().can(BankCapability.STATEMENT)) {
            return new StatementAnswer.Failed(new PartnerAnswer.NotSent(Outage.NOT_OFFERED));
        }
        try {
            ReceivedFiles.StoredStatement stored = received.statement(day).orElse(null);
            if (stored == null) {
                return new StatementAnswer.NotYet();
            }
            byte[] content = stored.content();
            if (content == null) {
                String trouble = stored.trouble();
                return new StatementAnswer.Wrong(trouble == null ? "refused" : trouble);
            }
            return new StatementAnswer.Ready(settings.format().readStatement(content, settings.us()));
        } catch (FileRefused e) {
            return new StatementAnswer.Wrong(e.what());
        } catch (DataAccessException e) {
            return new StatementAnswer.Failed(new PartnerAnswer.Unknown(Doubt.CONNECTION_LOST));
        }
    }

    @Override
    public SignUpAnswer signUp(SignUp signUp) {
        return new SignUpAnswer.Failed(new PartnerAnswer.NotSent(Outage.NOT_OFFERED));
    }

    @Override
    public SignUpAnswer confirmSignUp(SignUp signUp, String code) {
        return new SignUpAnswer.Failed(new PartnerAnswer.NotSent(Outage.NOT_OFFERED));
    }

    @Override
    public PartnerAnswer sendCode(BankInstruction.Debit debit) {
        return new PartnerAnswer.NotSent(Outage.NOT_OFFERED);
    }

    @Override
    public PartnerAnswer endAgreement(BankInstrument.Agreement agreement) {
        return new PartnerAnswer.NotSent(Outage.NOT_OFFERED);
    }

    @Override
    public PartnerAnswer freeze(BankInstrument.Agreement agreement, boolean frozen) {
        return new PartnerAnswer.NotSent(Outage.NOT_OFFERED);
    }

    @Override
    public BlacklistAnswer exchangeBlacklist(List<BlacklistEntry> ours) {
        return new BlacklistAnswer.Failed(new PartnerAnswer.NotSent(Outage.NOT_OFFERED));
    }

    @Override
    public void close() {
        closed = true;
    }

    private PartnerAnswer offered(BankCapability capability, BankInstruction given, Supplier<PartnerAnswer> recording) {
        if (closed) {
            return new PartnerAnswer.NotSent(Outage.NOT_CONNECTED);
        }
        if (!profile().can(capability) || given.amount().currency() != profile().currency()) {
            return new PartnerAnswer.NotSent(Outage.NOT_OFFERED);
        }
        try {
            return recording.get();
        } catch (DataAccessException | TransactionException e) {
            // The row may stand although its commit was not heard; a repeat or an inquiry tells.
            return new PartnerAnswer.Unknown(Doubt.CONNECTION_LOST);
        }
    }

    private static BatchParty party(BankInstrument instrument) {
        return switch (instrument) {
            case BankInstrument.Agreement(String token) -> new BatchParty(true, token, "");
            case BankInstrument.Card(var details) -> {
                String holder = details.holderName();
                yield new BatchParty(false, details.number(), holder == null ? "" : holder);
            }
        };
    }
}
