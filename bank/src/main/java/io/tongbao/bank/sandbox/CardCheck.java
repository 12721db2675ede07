package io.tongbao.bank.sandbox;

import io.tongbao.bank.CardDetails;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** The four elements (name, ID, card, phone) and what is printed on the card; what was not given is not compared. */
final class CardCheck {

    private CardCheck() {}

    /** Why these details are not those of the account; null when they are. */
    static @Nullable String whyNot(SandboxAccount account, CardDetails given, LocalDate today) {
        if (expired(account, today)) {
            return BookCodes.EXPIRED;
        }
        boolean same = fits(given.holderName(), account.holder())
                && fits(given.idNumber(), account.idNumber())
                && fits(given.phone(), account.phone())
                && fits(given.expiry(), account.expiry())
                && fits(given.securityCode(), account.securityCode());
        return same ? null : BookCodes.DETAILS_DIFFER;
    }

    static boolean expired(SandboxAccount account, LocalDate today) {
        String expiry = account.expiry();
        if (expiry == null) {
            return false;
        }
        int month = (2000 + Integer.parseInt(expiry.substring(0, 2))) * 12 + Integer.parseInt(expiry.substring(2, 4));
        return month < today.getYear() * 12 + today.getMonthValue();
    }

    private static boolean fits(@Nullable String given, @Nullable String held) {
        return given == null || given.isEmpty() || given.equals(held);
    }
}
