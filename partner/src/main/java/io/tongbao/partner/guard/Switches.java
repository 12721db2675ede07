package io.tongbao.partner.guard;

import io.tongbao.partner.PartnerId;

/** What staff decided about partners. */
public interface Switches {

    /** Everything on, all weights alike. */
    Switches ALL_ON = new Switches() {
        @Override
        public boolean on(PartnerId partner) {
            return true;
        }

        @Override
        public int weight(PartnerId partner) {
            return 100;
        }
    };

    /** Whether new business may go to this partner; what is under way is always brought to its end. */
    boolean on(PartnerId partner);

    /** Share among partners that could all serve a payment, 0 to 1000; 0 only when no other can. */
    int weight(PartnerId partner);
}
