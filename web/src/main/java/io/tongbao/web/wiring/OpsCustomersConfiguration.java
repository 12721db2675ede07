package io.tongbao.web.wiring;

import io.tongbao.credential.GuessLimits;
import io.tongbao.customer.CustomerDesk;
import io.tongbao.customer.CustomerGuards;
import io.tongbao.customer.PinChange;
import io.tongbao.customer.PinKeyring;
import io.tongbao.customer.enterprise.EnterpriseReviews;
import io.tongbao.customer.identity.Documents;
import io.tongbao.customer.life.CloseAccount;
import io.tongbao.customer.life.Erase;
import io.tongbao.customer.life.Holds;
import io.tongbao.customer.life.Numbers;
import io.tongbao.pki.TrustAnchors;
import io.tongbao.staff.AuditTrail;
import io.tongbao.web.staff.CustomerRoutes;
import io.tongbao.web.staff.EnterpriseReviewRoutes;
import io.tongbao.web.staff.HoldRoutes;
import io.tongbao.web.staff.IdentityReviewRoutes;
import io.tongbao.web.staff.TrustAnchorRoutes;
import io.tongbao.web.staff.change.CustomerEnd;
import io.tongbao.web.staff.change.CustomerFreeze;
import io.tongbao.web.staff.change.CustomerUnlock;
import io.tongbao.web.staff.change.EnterpriseDecision;
import io.tongbao.web.staff.change.HoldRelease;
import io.tongbao.web.staff.change.TrustAnchorInstall;
import io.tongbao.web.staff.change.TrustAnchorRetire;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * What staff do about customers and outside authorities: routes and kinds of proposals, for {@link OpsConfiguration}. Whoever
 * imports it provides the parameters of its methods.
 */
@Configuration(proxyBeanMethods = false)
public class OpsCustomersConfiguration {

    @Bean
    EnterpriseReviews enterpriseReviews(CustomerDesk desk) {
        return new EnterpriseReviews(desk);
    }

    @Bean
    CustomerFreeze customerFreeze(CustomerDesk desk, Holds holds) {
        return new CustomerFreeze(desk, holds);
    }

    @Bean
    HoldRelease holdRelease(CustomerDesk desk, Holds holds) {
        return new HoldRelease(desk, holds);
    }

    @Bean
    CustomerUnlock customerUnlock(CustomerDesk desk, CustomerGuards guards, PinKeyring keyring, GuessLimits limits) {
        return new CustomerUnlock(desk, new PinChange(desk, guards, keyring), limits);
    }

    @Bean
    CustomerEnd customerEnd(CustomerDesk desk, CloseAccount close, Erase erase) {
        return new CustomerEnd(desk, close, erase);
    }

    @Bean
    EnterpriseDecision enterpriseDecision(EnterpriseReviews reviews) {
        return new EnterpriseDecision(reviews);
    }

    @Bean
    TrustAnchorInstall trustAnchorInstall(TrustAnchors anchors) {
        return new TrustAnchorInstall(anchors);
    }

    @Bean
    TrustAnchorRetire trustAnchorRetire(TrustAnchors anchors) {
        return new TrustAnchorRetire(anchors);
    }

    @Bean
    CustomerRoutes opsCustomerRoutes(CustomerDesk desk, AuditTrail trail) {
        return new CustomerRoutes(desk, trail);
    }

    @Bean
    IdentityReviewRoutes opsIdentityReviewRoutes(Documents documents, AuditTrail trail) {
        return new IdentityReviewRoutes(documents, trail);
    }

    @Bean
    HoldRoutes opsHoldRoutes(Holds holds, Numbers numbers, AuditTrail trail) {
        return new HoldRoutes(holds, numbers, trail);
    }

    @Bean
    EnterpriseReviewRoutes opsEnterpriseReviewRoutes(EnterpriseReviews reviews, AuditTrail trail) {
        return new EnterpriseReviewRoutes(reviews, trail);
    }

    @Bean
    TrustAnchorRoutes opsTrustAnchorRoutes(TrustAnchors anchors) {
        return new TrustAnchorRoutes(anchors);
    }
}
