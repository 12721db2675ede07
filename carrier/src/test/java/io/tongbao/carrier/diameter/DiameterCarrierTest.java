package io.tongbao.carrier.diameter;

import io.tongbao.carrier.CarrierContract;
import io.tongbao.carrier.CarrierKind;
import io.tongbao.carrier.sandbox.SandboxCarrier;
import java.util.Map;

class DiameterCarrierTest extends CarrierContract {

    static Map<String, String> to(SandboxCarrier sandbox) {
        return Map.of(
                "host", "127.0.0.1",
                "port", Integer.toString(sandbox.diameterPort()),
                "origin-host", "pay1.tongbao.example",
                "origin-realm", "tongbao.example",
                "destination-realm", "sandbox.example",
                "reconnect-ms", "20");
    }

    @Override
    protected CarrierKind kind() {
        return new DiameterKind();
    }

    @Override
    protected Map<String, String> settings(SandboxCarrier sandbox) {
        return to(sandbox);
    }
}
