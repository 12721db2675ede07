package io.tongbao.carrier;

import io.tongbao.partner.PartnerAnswer;
import java.util.List;

/** A day's charges as the carrier keeps them, or why there are none. */
public sealed interface ChargeFileAnswer {

    /** Totals and digest were checked. */
    record Ready(List<ChargeLine> lines, byte[] file) implements ChargeFileAnswer {
        public Ready {
            lines = List.copyOf(lines);
            file = file.clone();
        }

        @Override
        public byte[] file() {
            return file.clone();
        }
    }

    record NotYet() implements ChargeFileAnswer {}

    /** It is there and wrong: totals or digest do not fit. Staff must act. */
    record Wrong(String what) implements ChargeFileAnswer {}

    record Failed(PartnerAnswer why) implements ChargeFileAnswer {}
}
