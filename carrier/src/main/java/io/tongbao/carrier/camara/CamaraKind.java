package io.tongbao.carrier.camara;

import io.tongbao.carrier.Carrier;
import io.tongbao.carrier.CarrierKind;
import io.tongbao.partner.PartnerSettings;

/**
 * Carriers that speak CAMARA carrier billing r3.2 ({@code /carrier-billing/v0.5}) and carrier billing refund ({@code
 * /carrier-billing-refund/v0.3}). Settings: {@code docs/guide/add-a-carrier.md}.
 */
public final class CamaraKind implements CarrierKind {

    @Override
    public String name() {
        return "camara";
    }

    @Override
    public Carrier open(PartnerSettings settings, Surroundings surroundings) {
        return new CamaraCarrier(CamaraSettings.read(settings, surroundings), surroundings);
    }
}
