package io.tongbao.server.wiring;

import io.tongbao.kernel.Refused;
import io.tongbao.server.settings.ServerOptions;
import io.tongbao.server.settings.StartupStep;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/** Runs what a server does between its first answer and its readiness: {@code /health/ready} says no until it is through. */
final class StartupSteps implements ApplicationRunner {

    private static final Logger LOG = LoggerFactory.getLogger(StartupSteps.class);

    private final ObjectProvider<StartupStep> steps;
    private final ServerOptions options;
    private final WebServerApplicationContext context;

    StartupSteps(ObjectProvider<StartupStep> steps, ServerOptions options, WebServerApplicationContext context) {
        this.steps = steps;
        this.options = options;
        this.context = context;
    }

    @Override
    public void run(ApplicationArguments arguments) {
        var webServer = context.getWebServer();
        int port = webServer == null ? options.port() : webServer.getPort();
        try {
            steps.orderedStream().forEach(step -> step.run(options.address(port)));
        } catch (DataAccessException | TransactionException | Refused | IllegalStateException e) {
            // The database may be lost for a moment just now. The server serves and mends that by itself; what a
            // sandbox still
            // lacks comes with its next start.
            LOG.warn("the sandbox was not completed: {}", e.toString());
        }
    }
}
