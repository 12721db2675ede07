package io.tongbao.merchant;

import io.tongbao.kernel.Refused;
import io.tongbao.kernel.RequestError;
import java.util.UUID;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Suspends, reactivates or closes a provider; every node goes by it within a second.
 *
 * <p>Errors: NOT_FOUND (also for a provider that is closed: that is for good).
 */
public final class ChangeProviderStatus {

    private final JdbcClient jdbc;

    public ChangeProviderStatus(DataSource database) {
        this.jdbc = JdbcClient.create(database);
    }

    public void execute(UUID providerId, ProviderStatus status) {
        int rows = jdbc.sql("update merchant.provider set status = :status where id = :id and status <> :closed")
                .param("status", status.number())
                .param("id", providerId)
                .param("closed", ProviderStatus.CLOSED.number())
                .update();
        if (rows == 0) {
            throw new Refused(RequestError.NOT_FOUND, "provider");
        }
    }
}
