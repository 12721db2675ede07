package io.tongbao.customer;

import io.tongbao.kernel.Ids;
import java.util.UUID;
import javax.sql.DataSource;

/** Work in progress: the signature stands. Enrols a device's Ed25519 public key. */
@SuppressWarnings({"DoNotCallSuggester", "ObjectToString"})
public final class EnrolDevice {

    private final DataSource dataSource;
    private final Ids ids;

    public EnrolDevice(DataSource dataSource, Ids ids) {
        this.dataSource = dataSource;
        this.ids = ids;
    }

    public Device execute(UUID customerId, byte[] publicKey) {
        throw new UnsupportedOperationException(dataSource + " " + ids + customerId + publicKey.length);
    }
}
