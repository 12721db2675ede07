package io.tongbao.web.wiring;

import io.tongbao.credential.Subject;
import io.tongbao.edge.CallMetrics;
import io.tongbao.kernel.Ids;
import io.tongbao.kernel.Mode;
import io.tongbao.merchant.ChangeProviderStatus;
import io.tongbao.merchant.Providers;
import io.tongbao.partner.guard.PartnerGate;
import io.tongbao.payment.PaymentPartners;
import io.tongbao.payment.funding.PartnerSwitches;
import io.tongbao.staff.AuditTrail;
import io.tongbao.staff.ChangeRoles;
import io.tongbao.staff.InviteStaff;
import io.tongbao.staff.ProposalKind;
import io.tongbao.staff.Proposals;
import io.tongbao.staff.ReinstateStaff;
import io.tongbao.staff.SetUpStaff;
import io.tongbao.staff.SignInStaff;
import io.tongbao.staff.Staff;
import io.tongbao.staff.StaffCredentials;
import io.tongbao.staff.SuspendStaff;
import io.tongbao.web.security.AddressLimits;
import io.tongbao.web.security.BrowserGate;
import io.tongbao.web.security.SecurityHeadersValve;
import io.tongbao.web.staff.AuditRoutes;
import io.tongbao.web.staff.OpsRoutes;
import io.tongbao.web.staff.OpsServlet;
import io.tongbao.web.staff.PartnerRoutes;
import io.tongbao.web.staff.PasskeyRoutes;
import io.tongbao.web.staff.ProposalRoutes;
import io.tongbao.web.staff.ProviderRoutes;
import io.tongbao.web.staff.ProviderStatusChange;
import io.tongbao.web.staff.SessionRoutes;
import io.tongbao.web.staff.StaffRoutes;
import io.tongbao.web.staff.change.PartnerSetting;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/**
 * The operations console and what keeps browsers in bounds. Whoever imports it provides as beans: {@link DataSource}, {@link
 * Staff}, {@link AuditTrail}, {@link StaffCredentials}, {@link Providers}, {@link ChangeProviderStatus},
 * {@link CallMetrics}, {@link InstantSource}, {@link Ids} and {@link Mode}.
 */
@Configuration(proxyBeanMethods = false)
@Import(OpsCustomersConfiguration.class)
public class OpsConfiguration {

    private static final String ISSUER = "Tongbao 通宝";

    @Bean
    AddressLimits addressLimits() {
        return new AddressLimits();
    }

    @Bean
    BrowserGate browserGate(AddressLimits limits, Mode mode) {
        return new BrowserGate(limits, mode);
    }

    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> securityHeaders(AddressLimits limits, Mode mode) {
        return factory -> factory.addContextValves(new SecurityHeadersValve(limits, mode == Mode.PRODUCTION));
    }

    @Bean
    InviteStaff inviteStaff(DataSource database, Staff staff, AuditTrail trail, Ids ids, InstantSource clock) {
        return new InviteStaff(database, staff, trail, ids, clock, new SecureRandom());
    }

    @Bean
    SetUpStaff setUpStaff(
            DataSource database, Staff staff, StaffCredentials credentials, AuditTrail trail, InstantSource clock) {
        return new SetUpStaff(database, staff, credentials, trail, clock, ISSUER);
    }

    @Bean
    SignInStaff signInStaff(Staff staff, StaffCredentials credentials, AuditTrail trail) {
        return new SignInStaff(staff, credentials, trail);
    }

    @Bean
    SuspendStaff suspendStaff(DataSource database, Staff staff, AuditTrail trail, StaffCredentials credentials) {
        return new SuspendStaff(database, staff, trail, endSessions(credentials));
    }

    private static Consumer<UUID> endSessions(StaffCredentials credentials) {
        return id -> credentials.sessions().revokeAll(Subject.staff(id));
    }

    @Bean
    ChangeRoles changeRoles(DataSource database, Staff staff, StaffCredentials credentials) {
        return new ChangeRoles(database, staff, endSessions(credentials));
    }

    @Bean
    ReinstateStaff reinstateStaff(DataSource database, Staff staff) {
        return new ReinstateStaff(database, staff);
    }

    @Bean
    ProviderStatusChange providerStatusChange(Providers providers, ChangeProviderStatus change) {
        return new ProviderStatusChange(providers, change);
    }

    @Bean
    PartnerSetting partnerSetting(PartnerGate gate, PartnerSwitches switches) {
        return new PartnerSetting(gate, switches);
    }

    @Bean
    PartnerRoutes opsPartnerRoutes(
            PartnerGate gate,
            PartnerSwitches switches,
            PaymentPartners partners,
            AuditTrail trail,
            InstantSource clock) {
        return new PartnerRoutes(gate, switches, partners.legs(), trail, clock);
    }

    /** Any further bean that is a kind of proposal is registered as well. */
    @Bean
    Proposals proposals(
            DataSource database,
            Staff staff,
            AuditTrail trail,
            Ids ids,
            InstantSource clock,
            List<ProposalKind<?>> kinds) {
        return new Proposals(database, staff, trail, ids, clock, kinds);
    }

    @Bean
    SessionRoutes opsSessionRoutes(SetUpStaff setUp, SignInStaff signIn, StaffCredentials credentials) {
        return new SessionRoutes(setUp, signIn, credentials, new SecureRandom());
    }

    @Bean
    PasskeyRoutes opsPasskeyRoutes(StaffCredentials credentials) {
        return new PasskeyRoutes(credentials.passkeys());
    }

    @Bean
    StaffRoutes opsStaffRoutes(Staff staff, InviteStaff invite, SuspendStaff suspend) {
        return new StaffRoutes(staff, invite, suspend);
    }

    @Bean
    ProposalRoutes opsProposalRoutes(Proposals proposals) {
        return new ProposalRoutes(proposals);
    }

    @Bean
    AuditRoutes opsAuditRoutes(AuditTrail trail) {
        return new AuditRoutes(trail);
    }

    @Bean
    ProviderRoutes opsProviderRoutes(Providers providers) {
        return new ProviderRoutes(providers);
    }

    @Bean
    ServletRegistrationBean<OpsServlet> opsServlet(
            List<OpsRoutes> groups,
            SignInStaff signIn,
            BrowserGate gate,
            AuditTrail trail,
            CallMetrics metrics,
            InstantSource clock,
            Ids ids) {
        OpsServlet servlet = OpsServlet.of(groups, signIn, gate, trail, metrics, clock, ids);
        ServletRegistrationBean<OpsServlet> registration = new ServletRegistrationBean<>(servlet, "/ops/v1/*");
        registration.setLoadOnStartup(1);
        return registration;
    }
}
