package io.tongbao.merchant.http;

import io.tongbao.edge.JsonBody;
import io.tongbao.edge.Query;
import io.tongbao.edge.Router;
import io.tongbao.kernel.PublicId;
import io.tongbao.kernel.Refused;
import io.tongbao.merchant.IssueApiKey;
import io.tongbao.merchant.Provider;
import io.tongbao.pki.Authorities;
import io.tongbao.pki.Authority;
import io.tongbao.pki.CertificateSubject;
import io.tongbao.pki.Certificates;
import io.tongbao.pki.ExternalCertificate;
import io.tongbao.pki.ExternalCertificates;
import io.tongbao.pki.IssueCertificate;
import io.tongbao.pki.IssuedCertificate;
import io.tongbao.pki.PkiError;
import io.tongbao.pki.RenewCertificate;
import io.tongbao.pki.RevocationReason;
import io.tongbao.pki.RevokeCertificate;
import io.tongbao.pki.SubjectKind;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * A provider's or a payer's device's certificates: asking for one by a PKCS#10 request, renewing, revoking, bringing one of an outside authority,
 * and (for providers) making a signing key of either. Requests and certificates travel in as base 64 of DER, for JSON texts have no lines.
 */
public final class CertificatesController implements ApiRoutes {

    private static final int MOST_BASE64 = 16_384;
    private static final int MOST_LISTED = 100;

    /** What this group of addresses does its work with. */
    public record UseCases(
            IssueCertificate issue,
            RenewCertificate renew,
            RevokeCertificate revoke,
            ExternalCertificates external,
            Certificates certificates,
            Authorities authorities,
            IssueApiKey keys) {}

    private final UseCases useCases;
    private final InstantSource clock;

    public CertificatesController(UseCases useCases, InstantSource clock) {
        this.useCases = useCases;
        this.clock = clock;
    }

    @Override
    public void addTo(Router<ApiCall> router) {
        router.post("/v1/certificates", this::issue)
                .get("/v1/certificates", this::list)
                .get("/v1/certificates/{id}", this::byId)
                .post("/v1/certificates/{id}/renew", this::renew)
                .post("/v1/certificates/{id}/revoke", this::revoke)
                .post("/v1/certificates/{id}/key", this::key)
                .post("/v1/external-certificates", this::bring);
    }

    private static CertificateSubject subject(ApiCall call) {
        return switch (call.caller()) {
            case Caller.ByProvider by ->
                new CertificateSubject(SubjectKind.PROVIDER, by.key().provider().id());
            case Caller.ByDevice by -> new CertificateSubject(SubjectKind.DEVICE, by.deviceId());
        };
    }

    private void issue(ApiCall call) throws IOException {
        CertificateSubject subject = subject(call);
        JsonBody body = call.json();
        String csr = csr(body);
        body.end();
        IssuedCertificate given = useCases.issue()
                .execute(IssueCertificate.Command.of(subject, call.idempotency().key(), csr));
        call.answer(201, json(given));
    }

    private void list(ApiCall call) throws IOException {
        CertificateSubject subject = subject(call);
        call.query().end();
        call.answer(
                200,
                Lists.list(
                        useCases.certificates().of(subject, MOST_LISTED).stream()
                                .map(this::json)
                                .toList(),
                        null));
    }

    private void byId(ApiCall call) throws IOException {
        call.answer(200, json(own(call)));
    }

    /** The overlap is in days: how long the old one stays valid beside the new one. */
    private void renew(ApiCall call) throws IOException {
        IssuedCertificate old = own(call);
        JsonBody body = call.json();
        String csr = csr(body);
        int days = body.integer("overlap_days", 0, (int) RenewCertificate.MOST_OVERLAP.toDays(), 7);
        body.end();
        IssuedCertificate given = useCases.renew()
                .execute(new RenewCertificate.Command(
                        subject(call), old.id(), call.idempotency().key(), csr, Duration.ofDays(days)));
        call.answer(201, json(given));
    }

    private void revoke(ApiCall call) throws IOException {
        IssuedCertificate certificate = own(call);
        JsonBody body = call.json();
        OwnersReason reason = body.choice("reason", OwnersReason.class, OwnersReason.UNSPECIFIED);
        body.end();
        call.answer(
                200,
                json(useCases.revoke()
                        .execute(new RevokeCertificate.Command(certificate.id(), reason.reason, subject(call)))));
    }

    /** For a certificate of ours and for an outside one alike; again gives the same key. */
    private void key(ApiCall call) throws IOException {
        Provider provider = call.provider();
        JsonBody body = call.json();
        String label = body.optionalText("label", 0, 100);
        body.end();
        String id = call.path("id");
        IssueApiKey.Issued issued = useCases.keys()
                .executeCertified(provider.id(), id, label == null ? "" : label, IssueApiKey.DEFAULT_RATE_PER_SECOND);
        call.answer(201, Lists.json(json -> {
            json.writeStringProperty("key_id", issued.keyId());
            json.writeStringProperty("object", "api_key");
            json.writeStringProperty("certificate_id", id);
        }));
    }

    private void bring(ApiCall call) throws IOException {
        CertificateSubject subject = subject(call);
        JsonBody body = call.json();
        StringBuilder chain = new StringBuilder();
        for (String one : body.text("chain", 1, MOST_BASE64).split(" ", -1)) {
            chain.append(armoured("CERTIFICATE", one));
        }
        String proof = csr(body);
        body.end();
        ExternalCertificate accepted = useCases.external().accept(subject, chain.toString(), proof);
        call.answer(201, Lists.json(json -> {
            json.writeStringProperty("id", PublicId.format(ExternalCertificate.PREFIX, accepted.id()));
            json.writeStringProperty("object", "external_certificate");
            json.writeStringProperty("key_type", word(accepted.keyType()));
            json.writeStringProperty("not_before", accepted.notBefore().toString());
            json.writeStringProperty("expires_at", accepted.notAfter().toString());
        }));
    }

    /** The reasons that an owner may give; the others are the operator's. */
    private enum OwnersReason {
        UNSPECIFIED(RevocationReason.UNSPECIFIED),
        KEY_COMPROMISE(RevocationReason.KEY_COMPROMISE),
        SUPERSEDED(RevocationReason.SUPERSEDED),
        CESSATION_OF_OPERATION(RevocationReason.CESSATION_OF_OPERATION);

        private final RevocationReason reason;

        OwnersReason(RevocationReason reason) {
            this.reason = reason;
        }
    }

    private IssuedCertificate own(ApiCall call) {
        CertificateSubject subject = subject(call);
        UUID id = Query.pathId(IssuedCertificate.PREFIX, call.path("id"));
        return useCases.certificates()
                .find(id)
                .filter(found -> found.subject().equals(subject))
                .orElseThrow(() -> new Refused(PkiError.CERTIFICATE_UNKNOWN));
    }

    private static String csr(JsonBody body) {
        return armoured("CERTIFICATE REQUEST", body.text("csr", 1, MOST_BASE64));
    }

    private static String armoured(String label, String base64) {
        return "-----BEGIN " + label + "-----\n" + base64 + "\n-----END " + label + "-----\n";
    }

    private byte[] json(IssuedCertificate certificate) {
        Instant now = clock.instant();
        List<Authority> chain = useCases.authorities()
                .find(certificate.authority())
                .map(useCases.authorities()::chain)
                .orElse(List.of());
        return Lists.json(json -> {
            json.writeStringProperty("id", PublicId.format(IssuedCertificate.PREFIX, certificate.id()));
            json.writeStringProperty("object", "certificate");
            json.writeStringProperty("state", word(certificate.state(now)));
            json.writeStringProperty("key_type", word(certificate.keyType()));
            json.writeStringProperty("authority", certificate.authority());
            json.writeStringProperty("serial", certificate.serial().toString(16));
            json.writeStringProperty("not_before", certificate.notBefore().toString());
            json.writeStringProperty("expires_at", certificate.notAfter().toString());
            optional(json, "ends_at", certificate.supersedeAt());
            optional(json, "revoked_at", certificate.revokedAt());
            RevocationReason reason = certificate.reason();
            if (reason != null) {
                json.writeStringProperty("revocation_reason", word(reason));
            }
            json.writeStringProperty("pem", certificate.pem());
            json.writeArrayPropertyStart("chain_pem");
            chain.forEach(authority -> json.writeString(authority.pem()));
            json.writeEndArray();
        });
    }

    private static void optional(JsonGenerator json, String name, @Nullable Instant time) {
        if (time != null) {
            json.writeStringProperty(name, time.toString());
        }
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
