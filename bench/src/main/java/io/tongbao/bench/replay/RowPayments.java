package io.tongbao.bench.replay;

import io.tongbao.kernel.Currency;
import io.tongbao.kernel.ErrorCategory;
import io.tongbao.kernel.ErrorCode;
import io.tongbao.kernel.Money;
import io.tongbao.kernel.Refused;
import io.tongbao.kernel.RequestError;
import io.tongbao.payment.AnswerRenderer;
import io.tongbao.payment.CashIn;
import io.tongbao.payment.CashInCommand;
import io.tongbao.payment.CashOut;
import io.tongbao.payment.CashOutCommand;
import io.tongbao.payment.DirectPaymentCommand;
import io.tongbao.payment.IdempotencyId;
import io.tongbao.payment.Outcome;
import io.tongbao.payment.PayDirectly;
import io.tongbao.payment.PayerProof;
import io.tongbao.payment.Payment;
import io.tongbao.payment.PaymentDesk;
import io.tongbao.payment.StoredAnswer;
import io.tongbao.payment.TransferCommand;
import io.tongbao.payment.TransferToPerson;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * Turns rows into commands of the product's own use cases. Rows are submitted without waiting, in order; the ledger node
 * behind them has one lane, which decides them in that order, so each row sees exactly the rows before it.
 */
final class RowPayments {

    /** Nobody reads the answers; the status alone tells a repeat what it was. */
    private static final AnswerRenderer<Payment> RENDERER = new AnswerRenderer<>() {
        @Override
        public StoredAnswer success(Payment view) {
            return new StoredAnswer(201, new byte[0]);
        }

        @Override
        public StoredAnswer refusal(ErrorCode code, @Nullable String detail, @Nullable Payment view) {
            return new StoredAnswer(code.httpStatus(), new byte[0]);
        }
    };

    private final Currency currency;
    private final CashIn cashIn;
    private final CashOut cashOut;
    private final TransferToPerson transferToPerson;
    private final PayDirectly payDirectly;
    private final ReplayedFile file;
    private final String caller;

    RowPayments(PaymentDesk desk, Currency currency, ReplayedFile file) {
        this.currency = currency;
        this.cashIn = new CashIn(desk);
        this.cashOut = new CashOut(desk);
        this.transferToPerson = new TransferToPerson(desk);
        this.payDirectly = new PayDirectly(desk);
        this.file = file;
        this.caller = file.caller();
    }

    /** Never fails exceptionally. */
    CompletableFuture<RowResult> submit(LogRow.Movement row, Party payer, Party payee) {
        CompletableFuture<Outcome<Payment>> outcome;
        try {
            outcome = execute(row, payer, payee);
        } catch (Refused e) {
            return CompletableFuture.completedFuture(refused(row, e.code()));
        }
        return outcome.handle((done, failure) -> failure != null ? failed(row, failure) : result(done));
    }

    private CompletableFuture<Outcome<Payment>> execute(LogRow.Movement row, Party payer, Party payee) {
        IdempotencyId idempotency = IdempotencyId.ofSystem(caller, ReplayedFile.key(row.number()));
        Money amount = Money.of(row.amountMinor(), currency);
        PayerProof proof = new PayerProof.NoProof(payer.id());
        return switch (row.action()) {
            case CASH_IN ->
                cashIn.submit(
                        new CashInCommand(idempotency, payee.id(), payee.accountId(), payer.id(), null, amount),
                        RENDERER);
            // A bank takes the money out of the system just as an agent does.
            case CASH_OUT, DEBIT ->
                cashOut.submit(
                        new CashOutCommand(idempotency, payee.id(), payee.accountId(), null, amount, proof), RENDERER);
            case TRANSFER ->
                transferToPerson.submit(
                        new TransferCommand(
                                idempotency,
                                proof,
                                new TransferCommand.Payee.ById(payee.id()),
                                amount,
                                null,
                                subject(row)),
                        RENDERER);
            case PAYMENT ->
                payDirectly.submit(
                        new DirectPaymentCommand(
                                idempotency,
                                payee.id(),
                                payee.accountId(),
                                reference(row),
                                amount,
                                subject(row),
                                0,
                                proof),
                        RENDERER);
        };
    }

    /** Unique per provider over all logs: the log's own number in this database, and the row. */
    private String reference(LogRow.Movement row) {
        return "r" + file.id() + "-" + row.number();
    }

    private static String subject(LogRow.Movement row) {
        boolean plain = row.step().length() <= 32 && row.step().chars().allMatch(c -> c > ' ' && c < 0x7f);
        return plain ? "step " + row.step() : "";
    }

    private static RowResult result(Outcome<Payment> outcome) {
        if (outcome.replayed()) {
            return RowResult.DUPLICATE;
        }
        ErrorCode refusal = outcome.refusedWith();
        return refusal == null ? RowResult.APPLIED : new RowResult.Refused(refusal.code());
    }

    private RowResult failed(LogRow.Movement row, Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return cause instanceof Refused refusal
                ? refused(row, refusal.code())
                : new RowResult.Failed(row.number(), RequestError.INTERNAL_ERROR.code() + " (" + cause + ")");
    }

    /** A refusal that leaves no trace, such as an amount of 0: below the mark of an earlier run it was counted there. */
    private RowResult refused(LogRow.Movement row, ErrorCode code) {
        if (code.category() != ErrorCategory.USER) {
            return new RowResult.Failed(row.number(), code.code());
        }
        return row.number() <= file.rowsDone() ? RowResult.DUPLICATE : new RowResult.Refused(code.code());
    }
}
