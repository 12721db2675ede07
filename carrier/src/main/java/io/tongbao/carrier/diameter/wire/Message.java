package io.tongbao.carrier.diameter.wire;

import java.util.ArrayList;
import java.util.List;

/**
 * One message (RFC 6733 §3).
 *
 * @param proxiable the P flag
 * @param error the E flag: a protocol error, only in answers
 * @param retransmitted the T flag: may have been seen before, only in requests
 */
public record Message(
        boolean request,
        boolean proxiable,
        boolean error,
        boolean retransmitted,
        int command,
        int application,
        int hopByHop,
        int endToEnd,
        List<Avp> avps) {

    public Message {
        avps = List.copyOf(avps);
    }

    /** A request whose ids the link fills in. */
    public static Message request(int command, int application, boolean proxiable, List<Avp> avps) {
        return new Message(true, proxiable, false, false, command, application, 0, 0, avps);
    }

    /** The answer to this request: its ids, and the AVPs that agents want back (RFC 6733 §6.2). */
    public Message answer(boolean protocolError, List<Avp> content) {
        List<Avp> all = new ArrayList<>(content);
        avps.stream()
                .filter(each -> each.code() == Codes.PROXY_INFO && each.vendor() == 0)
                .forEach(all::add);
        return new Message(false, proxiable, protocolError, false, command, application, hopByHop, endToEnd, all);
    }

    public Message with(int newHopByHop, int newEndToEnd, boolean again) {
        return new Message(request, proxiable, error, again, command, application, newHopByHop, newEndToEnd, avps);
    }

    public Avps read() {
        return Avps.of(avps);
    }
}
