package io.tongbao.bank.iso8583;

import io.tongbao.bank.iso8583.message.IsoMessage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What is under way at one bank, over all its connections. An answer belongs to a call by trace number and transmission time (fields 11 and
 * 7) and its type; as both follow from ids, two calls can meet there, and then the reference (field 37) decides. Thread-safe.
 */
final class Calls {

    /** Calls given up whose answers may still come. */
    private static final int MOST_REMEMBERED = 50_000;

    /** How a call ended. */
    sealed interface Outcome {}

    record Answered(IsoMessage message) implements Outcome {}

    /** An answer came that is not sealed as agreed. */
    record BadSeal() implements Outcome {}

    /** The connection went away. */
    record Lost() implements Outcome {}

    private record Key(String answerType, String trace, String time) {}

    private record Remembered(Key key, @Nullable String reference) {}

    /** One call. */
    static final class Call {

        private final Key key;
        private final @Nullable String reference;
        private final @Nullable UUID instruction;
        private final Object link;
        private final CompletableFuture<Outcome> outcome = new CompletableFuture<>();

        private Call(IsoMessage request, @Nullable UUID instruction, Object link) {
            this.key = new Key(request.answerType(), request.get(11, ""), request.get(7, ""));
            this.reference = request.get(37);
            this.instruction = instruction;
            this.link = link;
        }

        CompletableFuture<Outcome> outcome() {
            return outcome;
        }

        /** The answer's reference, if the bank gives it back, must be ours; without one, being the only call is enough. */
        private boolean fits(@Nullable String answered, boolean only) {
            return (answered == null || reference == null) ? only : answered.equals(reference);
        }
    }

    private final Map<Key, List<Call>> open = new ConcurrentHashMap<>();
    private final Map<Remembered, UUID> remembered = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Remembered, UUID> eldest) {
            return size() > MOST_REMEMBERED;
        }
    };

    /** @param instruction null when nothing is to be made of an answer that comes too late */
    Call begin(IsoMessage request, @Nullable UUID instruction, Object link) {
        Call call = new Call(request, instruction, link);
        open.compute(call.key, (key, others) -> {
            List<Call> all = new ArrayList<>(others == null ? List.of() : others);
            all.add(call);
            return List.copyOf(all);
        });
        return call;
    }

    /** Ends the calls this message answers: one, or all repeats of the same instruction. @return false when there is none */
    boolean end(IsoMessage answer, Outcome outcome) {
        Key key = new Key(answer.type(), answer.get(11, ""), answer.get(7, ""));
        String reference = answer.get(37);
        List<Call> ended = new ArrayList<>();
        open.computeIfPresent(key, (same, all) -> {
            List<Call> others = new ArrayList<>();
            for (Call call : all) {
                (call.fits(reference, all.size() == 1) ? ended : others).add(call);
            }
            return others.isEmpty() ? null : List.copyOf(others);
        });
        for (Call call : ended) {
            if (!(outcome instanceof Answered)) {
                remember(call);
            }
            call.outcome.complete(outcome);
        }
        return !ended.isEmpty();
    }

    /** The caller waits no longer; an answer from now on is late. */
    void giveUp(Call call) {
        remember(call);
        forget(call);
    }

    /** Nothing was sent. */
    void forget(Call call) {
        open.computeIfPresent(call.key, (key, all) -> {
            List<Call> others = all.stream().filter(each -> each != call).toList();
            return others.isEmpty() ? null : others;
        });
    }

    /** Ends all calls that went over this connection. */
    void lose(Object link) {
        for (List<Call> calls : open.values()) {
            for (Call call : calls) {
                if (call.link == link) {
                    giveUp(call);
                    call.outcome.complete(new Lost());
                }
            }
        }
    }

    private void remember(Call call) {
        if (call.instruction != null) {
            synchronized (remembered) {
                remembered.put(new Remembered(call.key, call.reference), call.instruction);
            }
        }
    }

    /** The instruction that this answer is too late for; known once. */
    Optional<UUID> lateFor(IsoMessage answer) {
        Key key = new Key(answer.type(), answer.get(11, ""), answer.get(7, ""));
        synchronized (remembered) {
            return Optional.ofNullable(remembered.remove(new Remembered(key, answer.get(37))));
        }
    }
}
