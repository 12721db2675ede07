package io.tongbao.web.staff;

import io.tongbao.kernel.PublicId;
import io.tongbao.kernel.Refused;
import io.tongbao.kernel.RequestError;
import io.tongbao.merchant.ChangeProviderStatus;
import io.tongbao.merchant.Provider;
import io.tongbao.merchant.ProviderStatus;
import io.tongbao.merchant.Providers;
import io.tongbao.staff.Acting;
import io.tongbao.staff.Permission;
import io.tongbao.staff.ProposalKind;
import java.sql.Connection;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.UUID;

/** A proposal of kind {@code provider.status}: a provider is suspended, let back, or closed for good. */
public final class ProviderStatusChange implements ProposalKind<ProviderStatusChange.To> {

    public static final String NAME = "provider.status";

    private final Providers providers;
    private final ChangeProviderStatus change;

    public ProviderStatusChange(Providers providers, ChangeProviderStatus change) {
        this.providers = providers;
        this.change = change;
    }

    /** What is proposed. */
    public record To(UUID provider, ProviderStatus status) {}

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Permission toMake() {
        return Permission.PROVIDER_STATUS_PROPOSE;
    }

    @Override
    public Permission toCheck() {
        return Permission.PROVIDER_STATUS_APPROVE;
    }

    @Override
    public Set<String> fields() {
        return Set.of("provider", "status");
    }

    @Override
    public SequencedMap<String, String> encode(To payload) {
        SequencedMap<String, String> fields = new LinkedHashMap<>();
        fields.put("provider", PublicId.format(Provider.PREFIX, payload.provider()));
        fields.put("status", word(payload.status()));
        return fields;
    }

    @Override
    public To decode(Map<String, String> fields) {
        UUID provider = PublicId.parse(Provider.PREFIX, fields.getOrDefault("provider", ""))
                .orElseThrow(() -> new Refused(RequestError.NOT_FOUND, "provider"));
        for (ProviderStatus status : ProviderStatus.values()) {
            if (word(status).equals(fields.get("status"))) {
                return new To(provider, status);
            }
        }
        throw new Refused(RequestError.INVALID_REQUEST, "status: must be active, suspended or closed");
    }

    @Override
    public String subject(To payload) {
        return "provider:" + PublicId.format(Provider.PREFIX, payload.provider());
    }

    @Override
    public Diff look(Connection connection, To payload) {
        Provider provider =
                providers.lock(payload.provider()).orElseThrow(() -> new Refused(RequestError.NOT_FOUND, "provider"));
        String now = word(provider.status());
        return new Diff(
                now,
                new LinkedHashMap<>(Map.of("status", now)),
                new LinkedHashMap<>(Map.of("status", word(payload.status()))));
    }

    @Override
    public void apply(Connection connection, To payload, Acting acting) {
        change.execute(payload.provider(), payload.status());
    }

    private static String word(ProviderStatus status) {
        return status.name().toLowerCase(Locale.ROOT);
    }
}
