package io.tongbao.server.settings;

import io.tongbao.partner.PartnerSettings;
import java.nio.file.Path;
import java.util.List;

/** The partners that a sandbox brings along; there is no such bean in production. */
@FunctionalInterface
public interface SandboxPartnerSettings {

    /**
     * Starts them, and says how they are spoken to.
     *
     * @param secrets where the platform's keys for them are put
     */
    List<PartnerSettings> start(Path secrets);
}
