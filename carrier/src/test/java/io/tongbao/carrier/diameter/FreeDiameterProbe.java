package io.tongbao.carrier.diameter;

import io.tongbao.carrier.Carrier;
import io.tongbao.carrier.CarrierInstruction.Charge;
import io.tongbao.carrier.CarrierInstruction.Kind;
import io.tongbao.carrier.CarrierRig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** Runs inside the relay's network namespace and prints what our adapter was answered. */
final class FreeDiameterProbe {

    private FreeDiameterProbe() {}

    public static void main(String[] arguments) throws IOException {
        try (CarrierRig rig = new CarrierRig(Path.of(arguments[0]), null);
                Carrier carrier = rig.open(
                        new DiameterKind(),
                        Map.of(
                                "host", "10.9.0.1",
                                "origin-host", "pay1.tongbao.example",
                                "origin-realm", "tongbao.example",
                                "destination-realm", "example",
                                "reversal", "replay",
                                "timeout-ms", "20000",
                                "reconnect-ms", "200"))) {
            Charge charge = rig.charge(CarrierRig.PREPAID, 600);
            System.out.println("charge " + carrier.charge(charge));
            System.out.println("repeat " + carrier.charge(charge));
            System.out.println("more " + carrier.charge(rig.charge(CarrierRig.PREPAID, 600)));
            System.out.println("refund " + carrier.refund(rig.refund(CarrierRig.original(charge, Kind.CHARGE), 600)));
            Charge reserve = rig.charge(CarrierRig.PREPAID, 900);
            System.out.println("reserve " + carrier.reserve(reserve));
            System.out.println("confirm " + carrier.confirm(CarrierRig.original(reserve, Kind.RESERVATION)));
        }
        System.exit(0);
    }
}
