package io.tongbao.merchant;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import io.tongbao.kernel.Currency;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Reads of providers. Answers are cached for {@link #STALE_LIMIT}, so that a change of status counts within a second on
 * every node.
 */
public final class Providers {

    /** How old an answer may be. */
    static final Duration STALE_LIMIT = Duration.ofMillis(900);

    static final String COLUMNS = "p.id, p.name, p.kind, p.account_id, p.currency, p.status";

    private static final int MOST_CACHED = 20_000;

    private final JdbcClient jdbc;
    private final LoadingCache<UUID, Optional<Provider>> cache;

    public Providers(DataSource database) {
        this.jdbc = JdbcClient.create(database);
        this.cache = Caffeine.newBuilder()
                .maximumSize(MOST_CACHED)
                .expireAfterWrite(STALE_LIMIT)
                .build(this::read);
    }

    public Optional<Provider> find(UUID id) {
        return cache.get(id);
    }

    /** The provider as stored now, locked until the transaction of this thread ends. */
    public Optional<Provider> lock(UUID id) {
        return jdbc.sql("select " + COLUMNS + " from merchant.provider p where p.id = :id for update")
                .param("id", id)
                .query((row, n) -> provider(row))
                .optional();
    }

    /** All providers, oldest first; for the operator's and the sandbox's lists. */
    public List<Provider> list(int limit) {
        return jdbc.sql("select " + COLUMNS + " from merchant.provider p order by p.id limit :limit")
                .param("limit", limit)
                .query((row, n) -> provider(row))
                .list();
    }

    private Optional<Provider> read(UUID id) {
        return jdbc.sql("select " + COLUMNS + " from merchant.provider p where p.id = :id")
                .param("id", id)
                .query((row, n) -> provider(row))
                .optional();
    }

    /** Reads {@link #COLUMNS} of the current row. */
    static Provider provider(ResultSet row) throws SQLException {
        return new Provider(
                row.getObject("id", UUID.class),
                row.getString("name"),
                ProviderKind.of(row.getInt("kind")),
                row.getLong("account_id"),
                Currency.valueOf(row.getString("currency")),
                ProviderStatus.of(row.getInt("status")));
    }
}
