package io.tongbao.bank.sandbox;

import io.tongbao.bank.BlacklistEntry;
import io.tongbao.bank.sandbox.Operation.Kind;
import io.tongbao.bank.sandbox.Operation.State;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The books in memory: what all entries so far come to. Not thread-safe. */
final class BookState {

    private record Listing(BlacklistEntry.Subject subject, String digest, boolean ours) {}

    private final Map<String, SandboxAccount> accounts = new LinkedHashMap<>();
    private final Map<String, Agreement> agreements = new LinkedHashMap<>();
    private final Map<UUID, Operation> operations = new LinkedHashMap<>();
    private final Map<UUID, OpenSignUp> signUps = new LinkedHashMap<>();
    private final Map<UUID, Long> refundedMinor = new HashMap<>();
    private final Set<UUID> reversed = new HashSet<>();
    private final Set<UUID> codesSent = new HashSet<>();
    private final Map<Listing, BlacklistEntry> listed = new LinkedHashMap<>();

    void apply(Entry entry) {
        switch (entry) {
            case Entry.Opened(SandboxAccount account) -> accounts.put(account.number(), account);
            case Entry.Booked(Operation operation) -> apply(operation);
            case Entry.Asked(OpenSignUp signUp) -> signUps.put(signUp.id(), signUp);
            case Entry.Agreed(Agreement agreement) -> agreements.put(agreement.token(), agreement);
            case Entry.CodeSent(UUID debit) -> codesSent.add(debit);
            case Entry.Listed(BlacklistEntry each, boolean ours) ->
                listed.put(new Listing(each.subject(), each.keyedDigest(), ours), each);
        }
    }

    private void apply(Operation operation) {
        operations.put(operation.id(), operation);
        if (operation.state() == State.DECLINED) {
            return;
        }
        if (operation.moved()) {
            accounts.computeIfPresent(
                    operation.number(),
                    (number, account) ->
                            account.withBalance(Math.addExact(account.balanceMinor(), operation.holderEffectMinor())));
        }
        UUID original = operation.original();
        if (original == null) {
            return;
        }
        if (operation.kind() == Kind.REFUND) {
            refundedMinor.merge(original, operation.amountMinor(), Long::sum);
        } else if (operation.kind() == Kind.REVERSAL) {
            reversed.add(original);
            Operation target = operations.get(original);
            if (target != null && target.state() == State.DONE) {
                operations.put(original, target.reversed());
                UUID refunded = target.original();
                if (refunded != null && target.kind() == Kind.REFUND) {
                    refundedMinor.merge(refunded, -target.amountMinor(), Long::sum);
                }
            }
        }
    }

    @Nullable
    SandboxAccount account(String number) {
        return accounts.get(number);
    }

    /** By number, or by the token of an agreement that stands. */
    @Nullable
    SandboxAccount find(String numberOrToken) {
        Agreement agreement = agreements.get(numberOrToken);
        if (agreement != null) {
            return agreement.ended() ? null : accounts.get(agreement.number());
        }
        return accounts.get(numberOrToken);
    }

    String whyNotFound(String numberOrToken) {
        boolean number = !numberOrToken.isEmpty() && numberOrToken.chars().allMatch(c -> c >= '0' && c <= '9');
        return number ? BookCodes.NO_SUCH_ACCOUNT : BookCodes.NO_AGREEMENT;
    }

    /** Why a debit is refused whatever its amount; null when it is not. */
    @Nullable
    String whyNotUsable(String numberOrToken, SandboxAccount account, LocalDate today) {
        if (CardCheck.expired(account, today)) {
            return BookCodes.EXPIRED;
        }
        Agreement agreement = agreements.get(numberOrToken);
        return agreement != null && agreement.frozen() ? BookCodes.FROZEN : null;
    }

    @Nullable
    Agreement agreement(String token) {
        return agreements.get(token);
    }

    int agreementCount() {
        return agreements.size();
    }

    @Nullable
    Operation operation(UUID id) {
        return operations.get(id);
    }

    Collection<Operation> operations() {
        return operations.values();
    }

    @Nullable
    OpenSignUp signUp(UUID id) {
        return signUps.get(id);
    }

    Collection<OpenSignUp> signUps() {
        return List.copyOf(signUps.values());
    }

    boolean reversed(UUID id) {
        return reversed.contains(id);
    }

    boolean codeSent(UUID debit) {
        return codesSent.contains(debit);
    }

    long refundedMinor(UUID debit) {
        return refundedMinor.getOrDefault(debit, 0L);
    }

    List<BlacklistEntry> blacklist(boolean ours) {
        return listed.entrySet().stream()
                .filter(each -> each.getKey().ours() == ours)
                .map(Map.Entry::getValue)
                .toList();
    }

    Map<String, Long> balances() {
        Map<String, Long> balances = new LinkedHashMap<>();
        accounts.forEach((number, account) -> balances.put(number, account.balanceMinor()));
        return Collections.unmodifiableMap(balances);
    }
}
