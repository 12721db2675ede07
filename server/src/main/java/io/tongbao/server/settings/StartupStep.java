package io.tongbao.server.settings;

import java.net.URI;

/** Something to be done when the server answers and before it calls itself ready: seeding a sandbox. Beans, run in order. */
public interface StartupStep {

    /**
     * May be repeated at every start. What it throws is logged, and the server goes on without it.
     *
     * @param server where the server answers, without a trailing slash
     */
    void run(URI server);
}
