package io.tongbao.bank;

import io.tongbao.partner.PartnerAnswer;
import java.util.List;

/** What came of exchanging black lists. */
public sealed interface BlacklistAnswer {

    /** Ours was taken; this is the bank's whole list, at most 100,000 entries. */
    record Exchanged(List<BlacklistEntry> theirs) implements BlacklistAnswer {
        public Exchanged {
            theirs = List.copyOf(theirs);
        }
    }

    record Failed(PartnerAnswer why) implements BlacklistAnswer {}
}
