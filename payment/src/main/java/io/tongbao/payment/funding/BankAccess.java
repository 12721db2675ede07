package io.tongbao.payment.funding;

import io.tongbao.bank.Bank;
import io.tongbao.kernel.Refused;
import io.tongbao.partner.PartnerId;
import java.util.List;

/** The configured banks. */
public interface BankAccess {

    /** @throws Refused {@code PARTNER_UNAVAILABLE} when there is no such bank any more */
    Bank bank(PartnerId id);

    /** All, by id. */
    List<PartnerId> banks();
}
