package io.tongbao.carrier;

import io.tongbao.partner.PartnerAnswer;

/** What came of asking for a subscriber. */
public sealed interface SubscriberAnswer {

    record Known(Subscriber subscriber) implements SubscriberAnswer {}

    /** Not a number of this carrier. */
    record NotOurs() implements SubscriberAnswer {}

    record Failed(PartnerAnswer why) implements SubscriberAnswer {}
}
