package io.tongbao.bank.iso8583;

import io.tongbao.bank.iso8583.message.IsoMessage;
import io.tongbao.bank.iso8583.message.PrivateData;
import io.tongbao.partner.LateAnswers;
import io.tongbao.partner.PartnerAnswer;
import io.tongbao.partner.PartnerId;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers that come too late or twice, and the bank's advices: handed on to who judges them, away from the event loop. */
final class UnaskedMessages implements BankLink.Unasked {

    private static final Logger LOG = LoggerFactory.getLogger(UnaskedMessages.class);

    private final PartnerId bank;
    private final Answers answers;
    private final Calls calls;
    private final LinkCounters counters;
    private final ExecutorService threads;
    private final LateAnswers late;
    private final ReversalKeeper reversals;

    UnaskedMessages(
            PartnerId bank,
            Answers answers,
            Calls calls,
            LinkCounters counters,
            ExecutorService threads,
            LateAnswers late,
            ReversalKeeper reversals) {
        this.bank = bank;
        this.answers = answers;
        this.calls = calls;
        this.counters = counters;
        this.threads = threads;
        this.late = late;
        this.reversals = reversals;
    }

    @Override
    public void answer(IsoMessage message) {
        Optional<UUID> expected = calls.lateFor(message);
        (expected.isPresent() ? counters.late : counters.unmatched).increment();
        char kind = message.type().charAt(1);
        if (kind != '2' && kind != '4') {
            return;
        }
        // After a restart nobody remembers the call, but the message itself may name the instruction.
        Optional<UUID> id =
                expected.or(() -> WireIds.read(PrivateData.of(message).get(Tags.ID)));
        PartnerAnswer answer = answers.of(message);
        if (id.isPresent() && !(answer instanceof PartnerAnswer.Unknown)) {
            UUID instruction = id.get();
            report(() -> {
                if (handOn(instruction, answer)) {
                    reversals.acknowledged(instruction);
                }
            });
        }
    }

    @Override
    public CompletableFuture<String> advice(IsoMessage message) {
        CompletableFuture<String> code = new CompletableFuture<>();
        Optional<UUID> id = WireIds.read(PrivateData.of(message).get(Tags.ID));
        PartnerAnswer answer = answers.of(message);
        if (id.isEmpty() || answer instanceof PartnerAnswer.Unknown) {
            code.complete("30");
        } else {
            // Not acknowledged unless it is durable: then the bank sends it again.
            report(() -> code.complete(handOn(id.get(), answer) ? "00" : "96"));
        }
        return code;
    }

    private void report(Runnable task) {
        try {
            threads.execute(task);
        } catch (RejectedExecutionException e) {
            counters.unreported.increment();
        }
    }

    private boolean handOn(UUID instruction, PartnerAnswer answer) {
        try {
            late.arrived(bank, instruction, answer);
            return true;
        } catch (RuntimeException e) {
            // Whatever the receiver throws: it is not durable, and an inquiry will bring it again.
            counters.unreported.increment();
            LOG.warn("Bank {}: a late answer could not be handed on", bank, e);
            return false;
        }
    }
}
