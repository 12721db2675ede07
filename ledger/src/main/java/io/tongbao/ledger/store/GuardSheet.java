package io.tongbao.ledger.store;

import io.tongbao.ledger.BatchStamp;
import io.tongbao.ledger.Decision;
import io.tongbao.ledger.Guard;
import io.tongbao.ledger.GuardTable;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The rows of one guard table that a batch looks at, as locked and as changed by the postings so far. */
final class GuardSheet<K extends Comparable<? super K>, S> {

    private final GuardTable<K, S> table;
    private final TreeSet<K> keys = new TreeSet<>();
    private Map<K, S> loaded = Map.of();
    private final Map<K, S> current = new HashMap<>();
    private final Map<K, S> changed = new LinkedHashMap<>();

    GuardSheet(GuardTable<K, S> table) {
        this.table = table;
    }

    String tableName() {
        return table.name();
    }

    void want(Guard<K, S> guard) {
        keys.add(guard.key());
    }

    void lock(Connection connection) throws SQLException {
        loaded = table.lock(connection, new ArrayList<>(keys));
        current.putAll(loaded);
    }

    Guard.Verdict check(Guard<K, S> guard, BatchStamp stamp) {
        return guard.check(current.get(guard.key()), stamp);
    }

    void after(Guard<K, S> guard, Decision decision) {
        @Nullable S before = current.get(guard.key());
        @Nullable S after = guard.after(before, decision);
        if (after != null && after != before) {
            current.put(guard.key(), after);
            changed.put(guard.key(), after);
        }
    }

    void store(Connection connection) throws SQLException {
        if (changed.isEmpty()) {
            return;
        }
        Map<K, S> inserted = new LinkedHashMap<>();
        Map<K, S> updated = new LinkedHashMap<>();
        changed.forEach((key, state) -> (loaded.containsKey(key) ? updated : inserted).put(key, state));
        table.store(connection, inserted, updated);
    }

    /** The sheets of one batch, by table name: the order in which they are locked and stored. */
    static List<GuardSheet<?, ?>> inLockingOrder(Iterable<GuardSheet<?, ?>> sheets) {
        List<GuardSheet<?, ?>> ordered = new ArrayList<>();
        sheets.forEach(ordered::add);
        ordered.sort((a, b) -> a.tableName().compareTo(b.tableName()));
        return ordered;
    }
}
