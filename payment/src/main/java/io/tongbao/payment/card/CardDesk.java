package io.tongbao.payment.card;

import io.tongbao.bank.Bank;
import io.tongbao.bank.BankInstrument;
import io.tongbao.bank.SignUp;
import io.tongbao.customer.Customer;
import io.tongbao.customer.CustomerDesk;
import io.tongbao.kernel.PublicId;
import io.tongbao.kernel.Refused;
import io.tongbao.payment.funding.BankAccess;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** What the use cases of cards share. One per process; thread-safe. */
public final class CardDesk {

    private final CustomerDesk customers;
    private final BankAccess banks;
    private final BinTable bins;
    private final CardPolicy policy;
    private final CardTable table;

    public CardDesk(CustomerDesk customers, BankAccess banks, BinTable bins, CardPolicy policy) {
        this.customers = customers;
        this.banks = banks;
        this.bins = bins;
        this.policy = policy;
        this.table = new CardTable(customers);
    }

    CustomerDesk customers() {
        return customers;
    }

    BinTable bins() {
        return bins;
    }

    CardPolicy policy() {
        return policy;
    }

    CardTable table() {
        return table;
    }

    BankAccess banks() {
        return banks;
    }

    Bank bank(BoundCard card) {
        return banks.bank(card.bank());
    }

    /** The sign-up as it was given first; without the security code, which nobody has any more. */
    SignUp signUp(CardRow row) {
        return signUp(row, null, "");
    }

    SignUp signUp(CardRow row, @Nullable String securityCode, String returnUrl) {
        return new SignUp(
                row.view().id(),
                row.createdAt(),
                row.mode(),
                table.holder(row).details(table.number(row), securityCode),
                PublicId.format(Customer.PREFIX, row.view().customerId()),
                returnUrl);
    }

    BankInstrument.Agreement agreement(CardRow row) {
        byte[] sealed = row.sealedToken();
        if (sealed == null) {
            throw new Refused(CardError.CARD_NOT_ACTIVE);
        }
        return new BankInstrument.Agreement(
                new String(table.open(row.view().id(), "token", sealed), StandardCharsets.UTF_8));
    }
}
