package io.tongbao.web.staff;

import io.tongbao.merchant.Provider;
import io.tongbao.merchant.Providers;
import io.tongbao.staff.Permission;
import java.io.IOException;
import java.util.Locale;
import tools.jackson.core.JsonGenerator;

/** Service providers as staff see them. Their status changes by proposal only. */
public final class ProviderRoutes implements OpsRoutes {

    private static final int MOST = 500;

    private final Providers providers;

    public ProviderRoutes(Providers providers) {
        this.providers = providers;
    }

    @Override
    public void addTo(OpsRouter router) {
        router.get("/ops/v1/providers", Access.with(Permission.PROVIDER_READ), this::list);
    }

    private void list(OpsCall call) throws IOException {
        call.answer(200, OpsJson.list(providers.list(MOST), ProviderRoutes::provider));
    }

    private static void provider(JsonGenerator json, Provider provider) {
        json.writeStringProperty("id", provider.publicId());
        json.writeStringProperty("name", provider.name());
        json.writeStringProperty("kind", provider.kind().name().toLowerCase(Locale.ROOT));
        json.writeStringProperty("status", provider.status().name().toLowerCase(Locale.ROOT));
    }
}
