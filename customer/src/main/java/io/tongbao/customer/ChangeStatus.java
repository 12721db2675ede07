package io.tongbao.customer;

import java.util.UUID;
import javax.sql.DataSource;

/** Work in progress: the signatures stand. Freezes, unfreezes and closes customers. */
@SuppressWarnings({"DoNotCallSuggester", "ObjectToString"})
public final class ChangeStatus {

    private final DataSource dataSource;

    public ChangeStatus(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    public Customer freeze(UUID customerId) {
        throw new UnsupportedOperationException(dataSource + " " + customerId);
    }

    public Customer unfreeze(UUID customerId) {
        throw new UnsupportedOperationException(dataSource + " " + customerId);
    }

    public Customer close(UUID customerId) {
        throw new UnsupportedOperationException(dataSource + " " + customerId);
    }
}
