package io.tongbao.bank.iso8583;

import io.tongbao.bank.BankInstrument;
import io.tongbao.bank.SignUpAnswer;
import io.tongbao.bank.iso8583.ResponseCodes.Plain;
import io.tongbao.bank.iso8583.ResponseCodes.Refused;
import io.tongbao.bank.iso8583.message.IsoMessage;
import io.tongbao.bank.iso8583.message.PrivateData;
import io.tongbao.partner.InquiryAnswer;
import io.tongbao.partner.PartnerAnswer;
import io.tongbao.partner.PartnerAnswer.Doubt;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a bank's answers mean. Pure. */
final class Answers {

    private static final int LONGEST_REFERENCE = 64;
    /** "Unable to locate record on file": to an inquiry it says that the original never came. */
    private static final String NOT_FOUND = "25";

    private final ResponseCodes codes;

    Answers(ResponseCodes codes) {
        this.codes = codes;
    }

    /** The answer to an instruction; the amount, when the bank gives it back, must be the one that was asked. */
    PartnerAnswer toInstruction(IsoMessage request, IsoMessage answer) {
        String amount = answer.get(4);
        if (amount != null && !amount.equals(request.get(4))) {
            return new PartnerAnswer.Unknown(Doubt.UNREADABLE);
        }
        return of(answer);
    }

    /** What an answer or advice says, whatever it answers. */
    PartnerAnswer of(IsoMessage answer) {
        String code = answer.get(39);
        return code == null
                ? new PartnerAnswer.Unknown(Doubt.UNREADABLE)
                : of(code, reference(answer, PrivateData.of(answer)));
    }

    private PartnerAnswer of(String code, @Nullable String reference) {
        return switch (codes.of(code)) {
            case Plain.DONE -> new PartnerAnswer.Done(reference);
            case Plain.PENDING -> new PartnerAnswer.Pending(reference);
            case Plain.UNKNOWN -> new PartnerAnswer.Unknown(Doubt.PARTNER_ERROR);
            case Refused(var reason) -> new PartnerAnswer.Declined(reason, code);
        };
    }

    InquiryAnswer toInquiry(IsoMessage answer) {
        String code = answer.get(39);
        if (code == null) {
            return new InquiryAnswer.NoAnswer(Doubt.UNREADABLE);
        }
        if (code.equals(NOT_FOUND)) {
            return new InquiryAnswer.NotFound();
        }
        if (codes.of(code) != Plain.DONE) {
            return new InquiryAnswer.NoAnswer(Doubt.PARTNER_ERROR);
        }
        PrivateData data = PrivateData.of(answer);
        if ("1".equals(data.get(Tags.REVERSED))) {
            return new InquiryAnswer.Reversed();
        }
        String original = data.get(Tags.ORIGINAL_CODE);
        if (original == null) {
            return new InquiryAnswer.NoAnswer(Doubt.UNREADABLE);
        }
        return switch (of(original, reference(answer, data))) {
            case PartnerAnswer.Final outcome -> new InquiryAnswer.Found(outcome);
            case PartnerAnswer.Pending pending -> new InquiryAnswer.StillPending();
            case PartnerAnswer.Unknown(Doubt why) -> new InquiryAnswer.NoAnswer(why);
        };
    }

    SignUpAnswer toSignUp(IsoMessage answer) {
        PartnerAnswer said = of(answer);
        if (!(said instanceof PartnerAnswer.Done)) {
            return new SignUpAnswer.Failed(said);
        }
        PrivateData data = PrivateData.of(answer);
        String token = data.get(Tags.TOKEN);
        if (token != null && token.length() <= 64) {
            return new SignUpAnswer.Signed(
                    new BankInstrument.Agreement(token),
                    "C".equals(data.get(Tags.CARD_TYPE)) ? SignUpAnswer.CardType.CREDIT : SignUpAnswer.CardType.DEBIT);
        }
        if (data.get(Tags.CONTINUE_AT) != null) {
            return new SignUpAnswer.ContinueAt(Objects.requireNonNull(data.get(Tags.CONTINUE_AT)));
        }
        if (data.get(Tags.HINT) != null) {
            return new SignUpAnswer.CodeSent(Objects.requireNonNull(data.get(Tags.HINT)));
        }
        return new SignUpAnswer.Failed(new PartnerAnswer.Unknown(Doubt.UNREADABLE));
    }

    /** The bank's own reference, or else the approval code (field 38). */
    private static @Nullable String reference(IsoMessage answer, PrivateData data) {
        String given = data.get(Tags.REFERENCE);
        String reference = given != null ? given : answer.get(38, "").strip();
        return reference.isEmpty() || reference.length() > LONGEST_REFERENCE ? null : reference;
    }
}
