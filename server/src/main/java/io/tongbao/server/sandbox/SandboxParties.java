package io.tongbao.server.sandbox;

import io.tongbao.customer.Language;
import io.tongbao.customer.identity.IdentityDocument;
import io.tongbao.customer.identity.ResidentId;
import io.tongbao.kernel.Currency;
import io.tongbao.kernel.Money;
import io.tongbao.kernel.Msisdn;
import io.tongbao.merchant.ProviderKind;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;

/**
 * The people and service providers every sandbox knows, the same in each so that examples work by copy and paste. Nothing
 * here is secret, and none of it is accepted in production.
 */
final class SandboxParties {

    /** A provider with a bearer key. */
    record SeededProvider(UUID id, String name, ProviderKind kind, boolean unlimited, UUID keyId, String secret) {}

    /** A payer with a wallet. */
    record SeededPayer(
            UUID id,
            String msisdn,
            String name,
            String pin,
            Money opening,
            IdentityDocument document,
            Language language) {

        Msisdn number() {
            return new Msisdn(msisdn);
        }
    }

    static final SeededProvider COFFEE = provider(1, "通宝咖啡 Tongbao Coffee", ProviderKind.SHOP, "sk_test_coffee");
    static final SeededProvider LOTTERY = provider(2, "福利彩票 Welfare Lottery", ProviderKind.SHOP, "sk_test_lottery");
    static final SeededProvider GAS = provider(3, "城市燃气 City Gas", ProviderKind.SHOP, "sk_test_gas");
    static final SeededProvider AGENT = provider(4, "街角代理 Corner Agent", ProviderKind.AGENT, "sk_test_agent");

    /** Brings the money: its account may be overdrawn, as a bank's may in a sandbox. */
    static final SeededProvider BANK =
            new SeededProvider(id(0x5, 5), "沙箱银行 Sandbox Bank", ProviderKind.AGENT, true, id(0x6, 5), "sk_test_bank");

    static final List<SeededProvider> PROVIDERS = List.of(COFFEE, LOTTERY, GAS, AGENT, BANK);

    static final List<SeededPayer> PAYERS = List.of(
            payer(1, "+8613800138000", "张三", "258036", 50_000, card("110101198506120012"), Language.ZH),
            payer(2, "+8613800138001", "李四", "147029", 20_000, card("31010119921103002X"), Language.ZH),
            payer(
                    3,
                    "+8613800138002",
                    "Ann Lee",
                    "369018",
                    8_800,
                    new IdentityDocument.Passport("UTO", "L898902C3", LocalDate.of(2099, 12, 31)),
                    Language.EN));

    private SandboxParties() {}

    private static SeededProvider provider(int n, String name, ProviderKind kind, String secret) {
        return new SeededProvider(id(0x5, n), name, kind, false, id(0x6, n), secret);
    }

    private static SeededPayer payer(
            int n,
            String msisdn,
            String name,
            String pin,
            long openingMinor,
            IdentityDocument document,
            Language language) {
        return new SeededPayer(id(0x7, n), msisdn, name, pin, Money.of(openingMinor, Currency.CNY), document, language);
    }

    /** Well-formed numbers of people who do not exist. */
    private static IdentityDocument card(String number) {
        return new IdentityDocument.ResidentCard(new ResidentId(number), null);
    }

    /** Version 8 ids (RFC 9562): a family and a number, at the beginning of time. */
    private static UUID id(int family, int n) {
        return new UUID(0x8000L | family, 0x8000_0000_0000_0000L | n);
    }
}
