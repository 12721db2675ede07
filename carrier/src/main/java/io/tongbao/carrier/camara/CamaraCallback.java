package io.tongbao.carrier.camara;

import io.tongbao.carrier.json.Json;
import io.tongbao.partner.LateAnswers;
import io.tongbao.partner.PartnerAnswer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the carrier's events: checks the sink's token, reads the event, asks the carrier for what it speaks of, and hands on what that says.
 * What is not final yet is acknowledged and forgotten: another event will follow, and inquiry goes on.
 */
final class CamaraCallback {

    private static final Logger LOG = LoggerFactory.getLogger(CamaraCallback.class);
    private static final int DURABLE = 204;
    private static final int UNREADABLE = 400;
    private static final int NOT_BELIEVED = 401;
    private static final int AGAIN = 503;

    private final CamaraSettings settings;
    private final CamaraClient client;
    private final LateAnswers late;

    CamaraCallback(CamaraSettings settings, CamaraClient client, LateAnswers late) {
        this.settings = settings;
        this.client = client;
        this.late = late;
    }

    int receive(@Nullable String authorization, byte[] body) {
        if (settings.sinkToken() == null
                || authorization == null
                || !MessageDigest.isEqual(
                        ("Bearer " + settings.sinkToken()).getBytes(StandardCharsets.UTF_8),
                        authorization.getBytes(StandardCharsets.UTF_8))) {
            return NOT_BELIEVED;
        }
        CamaraEvent event;
        try {
            event = CamaraEvent.read(body);
        } catch (Json.Unreadable e) {
            return UNREADABLE;
        }
        CamaraInquiry inquiry = new CamaraInquiry(settings, client.begin());
        if (event.refundId().isPresent()) {
            CamaraInquiry.RefundFound found =
                    inquiry.refund(event.paymentId(), event.refundId().get(), null);
            return arrived(found.ours(), found.answer());
        }
        return switch (inquiry.byNumber(event.paymentId(), event.paymentId())) {
            case CamaraInquiry.Hit(CamaraPayment found) ->
                arrived(found.ours().orElse(null), found.answer(found.status().equals("reserved")));
            // It speaks of what the carrier itself does not know.
            case CamaraInquiry.Miss _ -> UNREADABLE;
            case CamaraInquiry.Silent _ -> AGAIN;
        };
    }

    private int arrived(@Nullable UUID ours, PartnerAnswer answer) {
        if (answer instanceof PartnerAnswer.Unknown) {
            return AGAIN;
        }
        if (ours == null || answer instanceof PartnerAnswer.Pending) {
            return DURABLE;
        }
        try {
            late.arrived(settings.profile().id(), ours, answer);
            return DURABLE;
        } catch (RuntimeException e) {
            // The receiver says by any exception that it is not durable; the carrier must send it again.
            LOG.warn(
                    "an event of {} could not be kept: {}",
                    settings.profile().id(),
                    e.getClass().getSimpleName());
            return AGAIN;
        }
    }
}
