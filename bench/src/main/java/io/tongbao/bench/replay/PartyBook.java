package io.tongbao.bench.replay;

import io.tongbao.postgres.ArrayParameters;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;

/**
 * Finds the parties of names, a block of rows at a time. The database holds them all; the most recently used are kept in
 * memory, so a log may name millions. Not thread-safe.
 */
final class PartyBook {

    private static final int CACHED = 150_000;
    private static final String SELECT =
            "SELECT p.role, p.name, p.id, p.account_id, p.opening_minor, p.opened, p.file_id, p.first_row"
                    + " FROM unnest(?::smallint[], ?::text[]) AS k (role, name)"
                    + " JOIN bench.party p ON p.role = k.role AND p.name = k.name WHERE p.account_id IS NOT NULL";

    private final DataSource database;
    private final LinkedHashMap<Party.Key, Party> recent = new LinkedHashMap<>(1024, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Party.Key, Party> eldest) {
            return size() > CACHED;
        }
    };

    PartyBook(DataSource database) {
        this.database = database;
    }

    /** The parties of these names that have accounts; unknown names are absent. */
    Map<Party.Key, Party> find(Collection<Party.Key> names) throws SQLException {
        Map<Party.Key, Party> found = HashMap.newHashMap(names.size());
        List<Party.Key> unknown = new ArrayList<>();
        for (Party.Key name : names) {
            Party party = recent.get(name);
            if (party == null) {
                unknown.add(name);
            } else {
                found.put(name, party);
            }
        }
        if (!unknown.isEmpty()) {
            try (Connection connection = database.getConnection();
                    PreparedStatement select = connection.prepareStatement(SELECT)) {
                setNames(select, unknown);
                try (ResultSet rows = select.executeQuery()) {
                    while (rows.next()) {
                        Party.Key key = new Party.Key(PartyRole.of(rows.getInt(1)), rows.getString(2));
                        Party party = new Party(
                                rows.getObject(3, UUID.class),
                                rows.getLong(4),
                                rows.getLong(5),
                                rows.getBoolean(6),
                                rows.getInt(7),
                                rows.getLong(8));
                        found.put(key, party);
                        recent.put(key, party);
                    }
                }
            }
        }
        return found;
    }

    /** Forgets what is not true any more: these have been opened. */
    void opened(Collection<UUID> ids) throws SQLException {
        if (ids.isEmpty()) {
            return;
        }
        try (Connection connection = database.getConnection();
                PreparedStatement update =
                        connection.prepareStatement("UPDATE bench.party SET opened = true WHERE id = ANY (?)")) {
            ArrayParameters.setUuids(update, 1, ids.toArray(UUID[]::new));
            update.executeUpdate();
        }
    }

    /** Binds roles and names as parameters 1 and 2. */
    static void setNames(PreparedStatement statement, List<Party.Key> names) throws SQLException {
        short[] roles = new short[names.size()];
        String[] texts = new String[roles.length];
        for (int i = 0; i < roles.length; i++) {
            roles[i] = (short) names.get(i).role().number();
            texts[i] = names.get(i).name();
        }
        ArrayParameters.setSmallints(statement, 1, roles);
        ArrayParameters.setTexts(statement, 2, texts);
    }
}
