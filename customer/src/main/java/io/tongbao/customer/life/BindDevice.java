package io.tongbao.customer.life;

import io.tongbao.customer.CustomerDesk;
import io.tongbao.customer.CustomerError;
import io.tongbao.customer.Device;
import io.tongbao.customer.Devices;
import io.tongbao.customer.EnrolDevice;
import io.tongbao.customer.challenge.Challenges;
import io.tongbao.customer.challenge.Purpose;
import io.tongbao.customer.notice.NoticeKind;
import io.tongbao.kernel.Refused;
import java.util.UUID;

/**
 * Binds a device's key to a customer, or gives it up. A new device lowers the limits for a day.
 *
 * <p>Errors: CUSTOMER_NOT_FOUND, CUSTOMER_CLOSED, INVALID_DEVICE_KEY, DEVICE_NOT_FOUND; those of {@link Challenges#use}.
 */
public final class BindDevice {

    private final CustomerDesk desk;
    private final Challenges challenges;
    private final EnrolDevice enrol;
    private final Devices devices;

    public BindDevice(CustomerDesk desk, EnrolDevice enrol, Devices devices) {
        this.desk = desk;
        this.challenges = new Challenges(desk);
        this.enrol = enrol;
        this.devices = devices;
    }

    /**
     * @param challengeId of {@link Purpose#DEVICE_BINDING}, satisfied
     * @param publicKey raw Ed25519, 32 bytes
     */
    public Device bind(UUID customerId, UUID challengeId, byte[] publicKey) {
        EnrolDevice.requireValid(publicKey);
        desk.living(customerId);
        challenges.use(challengeId, customerId, Purpose.DEVICE_BINDING);
        return desk.inTransaction(() -> {
            Device device = enrol.execute(customerId, publicKey);
            desk.allowances().coolOff(customerId, desk.now());
            desk.notices().record(customerId, NoticeKind.DEVICE_ADDED);
            return device;
        });
    }

    /** Gives a device up; needs no proof, since it only takes power away. */
    public void remove(UUID customerId, UUID deviceId) {
        desk.inTransaction(() -> {
            if (!devices.revoke(customerId, deviceId)) {
                throw new Refused(CustomerError.DEVICE_NOT_FOUND);
            }
            desk.notices().record(customerId, NoticeKind.DEVICE_REMOVED);
            return true;
        });
    }
}
