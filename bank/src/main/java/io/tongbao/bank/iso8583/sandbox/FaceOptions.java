package io.tongbao.bank.iso8583.sandbox;

import io.tongbao.bank.iso8583.mac.MacAlgorithm;
import io.tongbao.bank.iso8583.mac.Seal;
import io.tongbao.bank.iso8583.message.Framing;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How the sandbox bank speaks ISO 8583.
 *
 * @param port on loopback; 0 for any
 * @param mac null for no codes
 * @param baseKey the key connections begin with, null when they get one first
 * @param zoneKey the zone master key under which working keys are given out, null when none are
 */
public record FaceOptions(
        int port, Framing framing, @Nullable MacAlgorithm mac, byte @Nullable [] baseKey, byte @Nullable [] zoneKey) {

    /** Two-byte lengths, no codes. */
    public static FaceOptions plain(int port) {
        return new FaceOptions(port, Framing.BINARY2, null, null, null);
    }

    @Override
    public byte @Nullable [] baseKey() {
        return baseKey == null ? null : baseKey.clone();
    }

    @Override
    public byte @Nullable [] zoneKey() {
        return zoneKey == null ? null : zoneKey.clone();
    }

    Seal newSeal() {
        return mac == null ? Seal.none() : Seal.of(mac, baseKey);
    }

    Optional<MacAlgorithm> algorithm() {
        return Optional.ofNullable(mac);
    }

    @Override
    public String toString() {
        return "FaceOptions[" + port + " " + framing + " " + mac + "]";
    }
}
