package io.tongbao.carrier.diameter;

import io.tongbao.carrier.Carrier;
import io.tongbao.carrier.CarrierKind;
import io.tongbao.partner.PartnerSettings;

/**
 * Carriers whose online charging system speaks Diameter credit control (RFC 6733, RFC 8506, formerly 4006; 3GPP Gy). Settings: {@code
 * docs/guide/add-a-carrier.md}.
 */
public final class DiameterKind implements CarrierKind {

    @Override
    public String name() {
        return "diameter";
    }

    @Override
    public Carrier open(PartnerSettings settings, Surroundings surroundings) {
        return new DiameterCarrier(DiameterSettings.read(settings), surroundings);
    }
}
