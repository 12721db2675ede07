package io.tongbao.customer;

import io.tongbao.ledger.BatchStamp;
import io.tongbao.ledger.Decision;
import io.tongbao.ledger.Guard;
import io.tongbao.ledger.GuardTable;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The device is the customer's and has not been revoked. */
final class DeviceGuard implements Guard<UUID, DeviceTable.State> {

    private final UUID customerId;
    private final UUID deviceId;

    DeviceGuard(UUID customerId, UUID deviceId) {
        this.customerId = customerId;
        this.deviceId = deviceId;
    }

    @Override
    public GuardTable<UUID, DeviceTable.State> table() {
        return DeviceTable.INSTANCE;
    }

    @Override
    public UUID key() {
        return deviceId;
    }

    @Override
    public Verdict check(DeviceTable.@Nullable State state, BatchStamp stamp) {
        if (state == null || !state.customerId().equals(customerId)) {
            return Verdict.reject(CustomerError.DEVICE_NOT_FOUND);
        }
        return state.active() ? Verdict.PASS : Verdict.refuse(CustomerError.DEVICE_REVOKED);
    }

    @Override
    public DeviceTable.@Nullable State after(DeviceTable.@Nullable State state, Decision decision) {
        return state;
    }
}
