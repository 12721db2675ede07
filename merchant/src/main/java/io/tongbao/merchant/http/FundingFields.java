package io.tongbao.merchant.http;

import io.tongbao.edge.FieldRefused;
import io.tongbao.edge.JsonBody;
import io.tongbao.kernel.RequestError;
import io.tongbao.payment.funding.FundingSource;
import org.jspecify.annotations.Nullable;

/** The field {@code funding_source}: {@code {"type": "bank_card", "card": "card_…"}}; the wallet when it is absent. */
public final class FundingFields {

    private FundingFields() {}

    /** Takes it out of the body. */
    public static FundingSource source(JsonBody body) {
        @Nullable JsonBody field = body.optionalObject("funding_source");
        if (field == null) {
            return FundingSource.WALLET;
        }
        FundingSource source =
                switch (field.text("type", 1, 32)) {
                    case "wallet" -> FundingSource.WALLET;
                    case "phone_bill" -> FundingSource.PHONE_BILL;
                    case "bank_card" -> new FundingSource.BankCard(field.id("card", FundingSource.BankCard.PREFIX));
                    case "prepaid_card" ->
                        new FundingSource.PrepaidCard(field.id("card", FundingSource.PrepaidCard.PREFIX));
                    default ->
                        throw new FieldRefused(
                                RequestError.INVALID_REQUEST,
                                "funding_source.type",
                                "funding_source.type must be wallet, bank_card, prepaid_card or phone_bill");
                };
        field.end();
        return source;
    }

    /** The bank's one-time code, for cards whose bank wants one. */
    public static @Nullable String bankCode(JsonBody body) {
        return body.optionalText("bank_code", 4, 8);
    }
}
