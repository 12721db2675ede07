package io.tongbao.customer;

import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;

/** Work in progress: the signature stands. Reads of devices; the immutable part is cached. */
@SuppressWarnings({"DoNotCallSuggester", "ObjectToString"})
public final class Devices {

    private final DataSource dataSource;

    public Devices(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    public Optional<Device> find(UUID deviceId) {
        throw new UnsupportedOperationException(dataSource + " " + deviceId);
    }
}
