package io.tongbao.server.wiring;

import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import io.tongbao.merchant.wiring.CertificateUpkeep;
import io.tongbao.merchant.wiring.CertificatesConfiguration;
import io.tongbao.pki.Authorities;
import io.tongbao.pki.CrlPublisher;
import io.tongbao.pki.OcspResponder;
import io.tongbao.pki.PkiPolicy;
import io.tongbao.web.pki.PkiServlet;
import java.net.URI;
import java.time.InstantSource;
import org.apache.tomcat.util.buf.EncodedSolidusHandling;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;

/** The certification authority, what it publishes under {@code /pki/}, and its upkeep. */
@Configuration(proxyBeanMethods = false)
@Import(CertificatesConfiguration.class)
class PkiConfiguration {

    /** What certificates say about where their revocation can be asked: the public address, over plain HTTP on purpose. */
    @Bean
    PkiPolicy pkiPolicy(Environment settings) {
        URI base = URI.create(settings.getProperty("tongbao.public-url", "http://localhost:8080"));
        return PkiPolicy.of(URI.create("http://" + base.getRawAuthority() + "/pki"));
    }

    @Bean
    ServletRegistrationBean<PkiServlet> pkiServlet(
            Authorities authorities, CrlPublisher lists, OcspResponder responder, InstantSource clock) {
        return new ServletRegistrationBean<>(new PkiServlet(authorities, lists, responder, clock), "/pki/*");
    }

    /** OCSP by GET has base 64 in its path, whose slashes clients percent-encode; everybody else refuses such a part. */
    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> encodedSlashes() {
        return factory -> factory.addConnectorCustomizers(
                connector -> connector.setEncodedSolidusHandling(EncodedSolidusHandling.PASS_THROUGH.getValue()));
    }

    @Bean
    RecurringTask<Void> keepCertificates(CertificateUpkeep upkeep) {
        return Tasks.recurring("keep-certificates", FixedDelay.ofSeconds(60))
                .execute((instance, context) -> upkeep.run());
    }
}
