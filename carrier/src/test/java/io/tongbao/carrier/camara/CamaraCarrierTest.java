package io.tongbao.carrier.camara;

import io.tongbao.carrier.CarrierContract;
import io.tongbao.carrier.CarrierKind;
import io.tongbao.carrier.sandbox.SandboxCarrier;
import java.util.Map;

class CamaraCarrierTest extends CarrierContract {

    static Map<String, String> plain(SandboxCarrier sandbox) {
        return Map.of(
                "url", sandbox.camara().toString(), "client-id", "tongbao", "client-secret-file", "client.secret");
    }

    static Map<String, String> extended(SandboxCarrier sandbox) {
        return Map.of(
                "url", sandbox.camara().toString(),
                "client-id", "tongbao",
                "client-secret-file", "client.secret",
                "extensions", "inquire,reverse,subscriber,topup,points,chargefile");
    }

    @Override
    protected CarrierKind kind() {
        return new CamaraKind();
    }

    @Override
    protected Map<String, String> settings(SandboxCarrier sandbox) {
        return extended(sandbox);
    }
}
