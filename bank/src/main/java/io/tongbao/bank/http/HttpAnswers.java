package io.tongbao.bank.http;

import io.tongbao.bank.BankInstrument;
import io.tongbao.bank.BlacklistEntry;
import io.tongbao.bank.SignUpAnswer;
import io.tongbao.bank.http.wire.Unreadable;
import io.tongbao.bank.http.wire.WireObject;
import io.tongbao.partner.InquiryAnswer;
import io.tongbao.partner.PartnerAnswer;
import io.tongbao.partner.PartnerAnswer.Doubt;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Reads what a bank answers. Pure. */
final class HttpAnswers {

    static final int MOST_BLACKLISTED = 100_000;

    private HttpAnswers() {}

    /** @throws Unreadable it is about another instruction */
    static void about(UUID id, WireObject answer) throws Unreadable {
        if (!answer.id("id").equals(id)) {
            throw new Unreadable("the answer is about another instruction");
        }
    }

    static PartnerAnswer instruction(WireObject answer) throws Unreadable {
        String state = answer.text("state", 32);
        return switch (state) {
            case "done" -> new PartnerAnswer.Done(answer.optionalText("reference", 64));
            case "declined" -> declined(answer);
            case "pending" -> new PartnerAnswer.Pending(answer.optionalText("reference", 64));
            case "error" -> new PartnerAnswer.Unknown(Doubt.PARTNER_ERROR);
            default -> throw new Unreadable("state is none of the known words");
        };
    }

    static InquiryAnswer inquiry(WireObject answer) throws Unreadable {
        return switch (answer.text("state", 32)) {
            case "done" -> new InquiryAnswer.Found(new PartnerAnswer.Done(answer.optionalText("reference", 64)));
            case "declined" -> new InquiryAnswer.Found(declined(answer));
            case "pending" -> new InquiryAnswer.StillPending();
            case "reversed" -> new InquiryAnswer.Reversed();
            case "not_found" -> new InquiryAnswer.NotFound();
            case "error" -> new InquiryAnswer.NoAnswer(Doubt.PARTNER_ERROR);
            default -> throw new Unreadable("state is none of the known words");
        };
    }

    static SignUpAnswer signUp(WireObject answer) throws Unreadable {
        return switch (answer.text("state", 32)) {
            case "signed" ->
                new SignUpAnswer.Signed(
                        new BankInstrument.Agreement(token(answer)),
                        answer.choice("card_type", SignUpAnswer.CardType.class));
            case "code_sent" -> new SignUpAnswer.CodeSent(answer.text("hint", 16));
            case "continue_at" -> new SignUpAnswer.ContinueAt(where(answer));
            case "declined" -> new SignUpAnswer.Failed(declined(answer));
            case "error" -> new SignUpAnswer.Failed(new PartnerAnswer.Unknown(Doubt.PARTNER_ERROR));
            default -> throw new Unreadable("state is none of the known words");
        };
    }

    static List<BlacklistEntry> blacklist(WireObject answer) throws Unreadable {
        List<BlacklistEntry> entries = new ArrayList<>();
        for (WireObject each : answer.objects("entries", MOST_BLACKLISTED)) {
            String digest = each.text("digest", 64);
            if (!digest.matches("[0-9a-f]{64}")) {
                throw new Unreadable("digest must be 64 hexadecimal digits");
            }
            entries.add(new BlacklistEntry(
                    each.choice("subject", BlacklistEntry.Subject.class),
                    digest,
                    each.day("since"),
                    each.flag("lifted")));
        }
        return entries;
    }

    private static PartnerAnswer.Declined declined(WireObject answer) throws Unreadable {
        String code = answer.text("code", 32);
        return new PartnerAnswer.Declined(BankCodes.reason(code), code);
    }

    private static String token(WireObject answer) throws Unreadable {
        String token = answer.text("token", 64);
        if (!token.chars().allMatch(c -> c >= 0x20 && c < 0x7f)) {
            throw new Unreadable("token must be printable ASCII");
        }
        return token;
    }

    /** A page the customer is sent to must be one a browser may safely be sent to. */
    private static String where(WireObject answer) throws Unreadable {
        String where = answer.text("where", 500);
        if (where.contains(":/") || where.regionMatches(true, 0, "javascript:", 0, 11)) {
            try {
                HttpSettings.base(URI.create(where).resolve("/").toString());
            } catch (IllegalArgumentException e) {
                throw new Unreadable("where must be an https address");
            }
        }
        return where;
    }
}
