package io.tongbao.payment.prepaid;

import io.tongbao.kernel.Currency;
import io.tongbao.kernel.PublicId;
import io.tongbao.kernel.Refused;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A kind of prepaid card. Never changes once made, but for being closed.
 *
 * @param nameZh 1 to 64 characters
 * @param nameEn 1 to 64 characters
 * @param faces values that are issued, minor units, 1 to 20 of them
 * @param validityDays from activation, 1 to 36,500
 * @param loadsWallet whether its money may go to the holder's wallet
 * @param providers where it pays; empty for everywhere; at most 100
 * @param services what it pays for, by their short names; empty for everything; at most 100
 * @param open whether batches of it are still issued
 */
public record PrepaidProduct(
        UUID id,
        String nameZh,
        String nameEn,
        Currency currency,
        List<Long> faces,
        int validityDays,
        Expiry expiry,
        boolean loadsWallet,
        Set<UUID> providers,
        Set<String> services,
        boolean open) {

    /** Prefix of public product ids. */
    public static final String PREFIX = "ppp";

    private static final Pattern SERVICE = Pattern.compile("[a-z][a-z0-9_.-]{0,63}");
    private static final long MOST_FACE = 100_000_00;

    /** What becomes of the money of an expired card; the order is that of the stored numbers. */
    public enum Expiry {
        /** It stays; a new card gives it back. */
        KEEP(1),
        /** It becomes income. */
        BREAKAGE(2);

        private final int number;

        Expiry(int number) {
            this.number = number;
        }

        int number() {
            return number;
        }

        static Expiry of(int number) {
            return values()[number - 1];
        }

        public String wire() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public PrepaidProduct {
        nameZh = name("name_zh", nameZh);
        nameEn = name("name_en", nameEn);
        faces = List.copyOf(new TreeSet<>(faces));
        providers = Set.copyOf(providers);
        services = Set.copyOf(services);
        require(!faces.isEmpty() && faces.size() <= 20, "faces: 1 to 20 values");
        require(
                faces.stream().allMatch(face -> face >= 1 && face <= MOST_FACE),
                "faces: 1 to " + MOST_FACE + " minor units");
        require(validityDays >= 1 && validityDays <= 36_500, "validity_days: 1 to 36500");
        require(providers.size() <= 100, "providers: at most 100");
        require(
                services.size() <= 100
                        && services.stream().allMatch(s -> SERVICE.matcher(s).matches()),
                "services: at most 100 short names");
        // A restricted card that loads the wallet would be restricted no more.
        require(!loadsWallet || (providers.isEmpty() && services.isEmpty()), "loads_wallet: not for a restricted card");
    }

    public String publicId() {
        return PublicId.format(PREFIX, id);
    }

    boolean paysAt(@Nullable UUID provider, @Nullable String service) {
        return (providers.isEmpty() || (provider != null && providers.contains(provider)))
                && (services.isEmpty() || (service != null && services.contains(service)));
    }

    private static String name(String field, String text) {
        String name = text.strip();
        require(
                !name.isEmpty() && name.length() <= 64 && name.codePoints().noneMatch(Character::isISOControl),
                field + ": 1 to 64 characters");
        return name;
    }

    private static void require(boolean holds, String what) {
        if (!holds) {
            throw new Refused(PrepaidError.PREPAID_PRODUCT_INVALID, what);
        }
    }
}
