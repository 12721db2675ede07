package io.tongbao.payment;

import io.tongbao.bank.BankInstrument;
import io.tongbao.kernel.Refused;
import io.tongbao.partner.PartnerError;
import io.tongbao.partner.guard.PartnerGate;
import io.tongbao.partner.guard.Switches;
import io.tongbao.payment.funding.CardAccess;
import io.tongbao.payment.funding.FundingCard;
import io.tongbao.payment.funding.HouseAccounts;
import io.tongbao.payment.funding.LegRules;
import io.tongbao.payment.funding.Legs;
import io.tongbao.payment.funding.PartnerBook;
import io.tongbao.payment.funding.PartnerCalls;
import io.tongbao.payment.funding.PrepaidAccess;
import java.time.Duration;
import java.time.InstantSource;
import java.util.UUID;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What payments need to move money outside the wallet. One per process; thread-safe. */
public final class PaymentPartners {

    /** Age at which an instruction that no inquiry explains is taken back. */
    public static final Duration REVERSE_AFTER = Duration.ofMinutes(10);

    private final PartnerBook book;
    private final CardAccess cards;
    private final PrepaidAccess prepaid;
    private final HouseAccounts house;
    private final LegRules rules;
    private final Legs legs;
    private final PartnerCalls calls;

    public PaymentPartners(
            DataSource database, PartnerBook book, CardAccess cards, PrepaidAccess prepaid, Duration reverseAfter) {
        this.book = book;
        this.cards = cards;
        this.prepaid = prepaid;
        this.house = new HouseAccounts(database);
        this.rules = new LegRules(reverseAfter);
        this.legs = new Legs(JdbcClient.create(database));
        this.calls = new PartnerCalls(book, cards, legs);
    }

    /** Nobody outside: wallets alone. */
    public static PaymentPartners none(DataSource database, InstantSource clock) {
        return new PaymentPartners(
                database,
                new PartnerBook(new PartnerGate(clock, Switches.ALL_ON)),
                noCards(),
                noPrepaid(),
                REVERSE_AFTER);
    }

    /** For platforms without bound cards. */
    public static CardAccess noCards() {
        return new CardAccess() {
            @Override
            public FundingCard card(UUID customerId, UUID cardId) {
                throw new Refused(PartnerError.SOURCE_NOT_USABLE);
            }

            @Override
            public BankInstrument instrument(UUID customerId, UUID cardId) {
                throw new Refused(PartnerError.SOURCE_NOT_USABLE);
            }
        };
    }

    /** For platforms without prepaid cards. */
    public static PrepaidAccess noPrepaid() {
        return (customerId, prepaidId, providerId) -> {
            throw new Refused(PartnerError.SOURCE_NOT_USABLE);
        };
    }

    public PartnerBook book() {
        return book;
    }

    public Legs legs() {
        return legs;
    }

    CardAccess cards() {
        return cards;
    }

    PrepaidAccess prepaid() {
        return prepaid;
    }

    HouseAccounts house() {
        return house;
    }

    LegRules rules() {
        return rules;
    }

    PartnerCalls calls() {
        return calls;
    }
}
