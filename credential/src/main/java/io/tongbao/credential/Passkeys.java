package io.tongbao.credential;

import com.webauthn4j.WebAuthnManager;
import com.webauthn4j.converter.AttestedCredentialDataConverter;
import com.webauthn4j.converter.util.ObjectConverter;
import com.webauthn4j.credential.CredentialRecordImpl;
import com.webauthn4j.data.AuthenticationData;
import com.webauthn4j.data.AuthenticationParameters;
import com.webauthn4j.data.AuthenticationRequest;
import com.webauthn4j.data.PublicKeyCredentialParameters;
import com.webauthn4j.data.PublicKeyCredentialType;
import com.webauthn4j.data.RegistrationData;
import com.webauthn4j.data.RegistrationParameters;
import com.webauthn4j.data.RegistrationRequest;
import com.webauthn4j.data.attestation.authenticator.AttestedCredentialData;
import com.webauthn4j.data.attestation.authenticator.AuthenticatorData;
import com.webauthn4j.data.attestation.statement.COSEAlgorithmIdentifier;
import com.webauthn4j.data.attestation.statement.NoneAttestationStatement;
import com.webauthn4j.data.client.Origin;
import com.webauthn4j.data.client.challenge.DefaultChallenge;
import com.webauthn4j.server.ServerProperty;
import com.webauthn4j.verifier.exception.MaliciousCounterValueException;
import io.tongbao.credential.PasskeyStore.Ceremony;
import io.tongbao.credential.PasskeyStore.Stored;
import io.tongbao.kernel.Ids;
import io.tongbao.kernel.Refused;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Passkeys (W3C Web Authentication, Level 3). User verification is always required, so a passkey is two factors; attestation is
 * not asked for. A challenge serves once and for five minutes. For an approval the challenge is a hash over what is approved,
 * so the signature is good for that amount and payee only. Thread-safe.
 */
public final class Passkeys {

    /** How long a ceremony may take. */
    public static final Duration VALIDITY = Duration.ofMinutes(5);

    /** Passkeys that one subject may have. */
    public static final int MOST = 20;

    /** COSE algorithms taken, best first: EdDSA, ES256, RS256. */
    public static final List<Integer> ALGORITHMS = List.of(-8, -7, -257);

    private static final int NONCE_BYTES = 32;
    private static final byte[] NOTHING = {};

    private final PasskeyStore store;
    private final RelyingParty relyingParty;
    private final InstantSource clock;
    private final Ids ids;
    private final RandomGenerator random;
    private final SecurityEvents events;
    private final WebAuthnManager webAuthn;
    private final AttestedCredentialDataConverter attestedData;
    private final Set<Origin> origins;

    /**
     * @param random cryptographic in production
     */
    public Passkeys(
            DataSource database,
            RelyingParty relyingParty,
            InstantSource clock,
            Ids ids,
            RandomGenerator random,
            SecurityEvents events) {
        this.store = new PasskeyStore(database);
        this.relyingParty = relyingParty;
        this.clock = clock;
        this.ids = ids;
        this.random = random;
        this.events = events;
        ObjectConverter converter = new ObjectConverter();
        this.webAuthn = WebAuthnManager.createNonStrictWebAuthnManager(converter);
        this.attestedData = new AttestedCredentialDataConverter(converter);
        this.origins = relyingParty.origins().stream().map(Origin::create).collect(Collectors.toUnmodifiableSet());
    }

    private enum Purpose {
        REGISTER(1),
        SIGN_IN(2),
        APPROVE(3);

        private final int number;

        Purpose(int number) {
            this.number = number;
        }
    }

    /**
     * What {@code navigator.credentials.create} is given.
     *
     * @param challenge 32 bytes
     * @param userHandle 17 bytes, no personal data
     * @param known the subject's passkeys, not to be registered again
     */
    @SuppressWarnings("ArrayRecordComponent") // an answer, never compared
    public record RegistrationOptions(
            UUID ceremony, byte[] challenge, RelyingParty relyingParty, byte[] userHandle, List<Passkey> known) {}

    /**
     * What {@code navigator.credentials.get} is given.
     *
     * @param challenge 32 bytes
     * @param allowed empty when the authenticator chooses the account
     */
    @SuppressWarnings("ArrayRecordComponent") // an answer, never compared
    public record AssertionOptions(UUID ceremony, byte[] challenge, RelyingParty relyingParty, List<Passkey> allowed) {}

    /**
     * Begins a registration for somebody who is signed in. Errors: {@link CredentialError#TOO_MANY_PASSKEYS}.
     */
    public RegistrationOptions registration(Subject subject) {
        List<Passkey> known = store.list(subject);
        if (known.size() >= MOST) {
            throw new Refused(CredentialError.TOO_MANY_PASSKEYS);
        }
        Ceremony ceremony = begin(Purpose.REGISTER, subject);
        return new RegistrationOptions(
                ceremony.id(), challenge(ceremony, NOTHING), relyingParty, PasskeyStore.userHandle(subject), known);
    }

    /**
     * Ends a registration. Errors: {@link CredentialError#PASSKEY_REFUSED}, {@link
     * CredentialError#PASSKEY_ALREADY_REGISTERED}, {@link CredentialError#INVALID_LABEL}.
     */
    public Passkey register(Subject subject, PasskeyAnswer.Registration answer, String label) {
        requireLabel(label);
        Instant now = Micros.now(clock);
        Ceremony ceremony = end(answer, Purpose.REGISTER, subject, now);
        RegistrationData data;
        try {
            data = webAuthn.verify(
                    new RegistrationRequest(answer.attestationObject(), answer.clientDataJson(), answer.transports()),
                    new RegistrationParameters(server(ceremony, NOTHING), parameters(), true));
        } catch (RuntimeException e) {
            // What the parsers throw at strange bytes is not declared; whatever it is, this is no passkey's answer.
            throw refused(e);
        }
        AuthenticatorData<?> authenticator =
                requirePresent(data.getAttestationObject()).getAuthenticatorData();
        AttestedCredentialData attested = requirePresent(authenticator.getAttestedCredentialData());
        Passkey passkey = new Passkey(
                ids.next(),
                subject,
                attested.getCredentialId(),
                List.copyOf(new TreeSet<>(answer.transports())),
                label,
                authenticator.isFlagBS(),
                now,
                null);
        boolean added = store.add(new Stored(
                passkey, attestedData.convert(attested), authenticator.getSignCount(), authenticator.isFlagBE()));
        if (!added) {
            throw new Refused(CredentialError.PASSKEY_ALREADY_REGISTERED);
        }
        tell(subject, SecurityEvent.Kind.PASSKEY_ADDED, now, label);
        return passkey;
    }

    /**
     * Begins signing in.
     *
     * @param subject null when the authenticator is to choose the account: then nothing tells who exists
     */
    public AssertionOptions signIn(@Nullable Subject subject) {
        Ceremony ceremony = begin(Purpose.SIGN_IN, subject);
        List<Passkey> allowed = subject == null ? List.of() : store.list(subject);
        return new AssertionOptions(ceremony.id(), challenge(ceremony, NOTHING), relyingParty, allowed);
    }

    /** Ends signing in and says who it is. Errors: {@link CredentialError#PASSKEY_REFUSED}. */
    public Passkey signedIn(PasskeyAnswer.Assertion answer) {
        return verify(answer, Purpose.SIGN_IN, null, NOTHING);
    }

    /**
     * Begins an approval.
     *
     * @param approved {@link Approval#digest()} of what is shown to the subject
     */
    public AssertionOptions approval(Subject subject, byte[] approved) {
        Ceremony ceremony = begin(Purpose.APPROVE, subject);
        return new AssertionOptions(ceremony.id(), challenge(ceremony, approved), relyingParty, store.list(subject));
    }

    /**
     * Ends an approval. Errors: {@link CredentialError#PASSKEY_REFUSED}, when something else was approved, too.
     *
     * @param approved digest of what will be done, taken again from there and not from the caller
     */
    public Passkey approved(Subject subject, byte[] approved, PasskeyAnswer.Assertion answer) {
        return verify(answer, Purpose.APPROVE, subject, approved);
    }

    /** The subject's passkeys, oldest first. */
    public List<Passkey> list(Subject subject) {
        return store.list(subject);
    }

    /** Errors: {@link CredentialError#PASSKEY_NOT_FOUND}, {@link CredentialError#INVALID_LABEL}. */
    public void rename(Subject subject, UUID id, String label) {
        requireLabel(label);
        if (!store.rename(subject, id, label)) {
            throw new Refused(CredentialError.PASSKEY_NOT_FOUND);
        }
        tell(subject, SecurityEvent.Kind.PASSKEY_RENAMED, Micros.now(clock), label);
    }

    /** Errors: {@link CredentialError#PASSKEY_NOT_FOUND}. */
    public void remove(Subject subject, UUID id) {
        String label = store.remove(subject, id).orElseThrow(() -> new Refused(CredentialError.PASSKEY_NOT_FOUND));
        tell(subject, SecurityEvent.Kind.PASSKEY_REMOVED, Micros.now(clock), label);
    }

    /** Deletes ceremonies that nobody ended; for a daily job. Returns the number of rows. */
    public int purge() {
        return store.purge(Micros.now(clock));
    }

    private Passkey verify(
            PasskeyAnswer.Assertion answer, Purpose purpose, @Nullable Subject subject, byte[] approved) {
        Instant now = Micros.now(clock);
        Ceremony ceremony = end(answer, purpose, subject, now);
        Stored stored = store.byCredentialId(answer.credentialId())
                .orElseThrow(() -> new Refused(CredentialError.PASSKEY_REFUSED));
        Passkey passkey = stored.passkey();
        Subject expected = ceremony.subject();
        byte[] handle = answer.userHandle();
        if ((expected != null && !expected.equals(passkey.subject()))
                || (handle.length > 0 && !MessageDigest.isEqual(handle, PasskeyStore.userHandle(passkey.subject())))
                || (handle.length == 0 && expected == null)) {
            throw new Refused(CredentialError.PASSKEY_REFUSED);
        }
        AuthenticatorData<?> authenticator;
        try {
            AuthenticationData data = webAuthn.verify(
                    new AuthenticationRequest(
                            answer.credentialId(),
                            handle.length == 0 ? null : handle,
                            answer.authenticatorData(),
                            answer.clientDataJson(),
                            answer.signature()),
                    new AuthenticationParameters(server(ceremony, approved), credentialRecord(stored), null, true));
            authenticator = requirePresent(data.getAuthenticatorData());
        } catch (MaliciousCounterValueException e) {
            tell(passkey.subject(), SecurityEvent.Kind.PASSKEY_COPIED, now, passkey.label());
            throw refused(e);
        } catch (RuntimeException e) {
            // What the parsers throw at strange bytes is not declared; whatever it is, this is no passkey's answer.
            throw refused(e);
        }
        if (!store.used(passkey.id(), authenticator.getSignCount(), authenticator.isFlagBS(), now)) {
            throw new Refused(CredentialError.PASSKEY_REFUSED);
        }
        return passkey;
    }

    private Ceremony begin(Purpose purpose, @Nullable Subject subject) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        Ceremony ceremony = new Ceremony(ids.next(), purpose.number, subject, nonce);
        store.begin(ceremony, Micros.now(clock).plus(VALIDITY));
        return ceremony;
    }

    private Ceremony end(PasskeyAnswer answer, Purpose purpose, @Nullable Subject subject, Instant now) {
        Ceremony ceremony = store.end(answer.ceremony(), purpose.number, now)
                .orElseThrow(() -> new Refused(CredentialError.PASSKEY_REFUSED));
        if (subject != null && !subject.equals(ceremony.subject())) {
            throw new Refused(CredentialError.PASSKEY_REFUSED);
        }
        return ceremony;
    }

    private static byte[] challenge(Ceremony ceremony, byte[] approved) {
        byte[] purpose = ("tongbao-passkey-" + ceremony.purpose()).getBytes(StandardCharsets.UTF_8);
        return Approval.sha256(purpose, ceremony.nonce(), approved);
    }

    private ServerProperty server(Ceremony ceremony, byte[] approved) {
        return ServerProperty.builder()
                .origins(new HashSet<>(origins))
                .rpId(relyingParty.id())
                .challenge(new DefaultChallenge(challenge(ceremony, approved)))
                .build();
    }

    private CredentialRecordImpl credentialRecord(Stored stored) {
        return new CredentialRecordImpl(
                new NoneAttestationStatement(),
                true,
                stored.backupEligible(),
                stored.passkey().backedUp(),
                stored.signCount(),
                attestedData.convert(stored.attested()),
                null,
                null,
                null,
                null);
    }

    private static List<PublicKeyCredentialParameters> parameters() {
        return ALGORITHMS.stream()
                .map(algorithm -> new PublicKeyCredentialParameters(
                        PublicKeyCredentialType.PUBLIC_KEY, COSEAlgorithmIdentifier.create(algorithm)))
                .toList();
    }

    private static void requireLabel(String label) {
        int length = label.codePointCount(0, label.length());
        if (label.isBlank() || length > 64 || label.codePoints().anyMatch(Character::isISOControl)) {
            throw new Refused(CredentialError.INVALID_LABEL);
        }
    }

    private static <T> T requirePresent(@Nullable T part) {
        if (part == null) {
            throw new Refused(CredentialError.PASSKEY_REFUSED);
        }
        return part;
    }

    /** With the kind of failure, which is about the ceremony and not about the person. */
    private static Refused refused(RuntimeException e) {
        return new Refused(
                CredentialError.PASSKEY_REFUSED, e.getClass().getSimpleName().replace("Exception", ""));
    }

    private void tell(Subject subject, SecurityEvent.Kind kind, Instant at, String detail) {
        events.happened(new SecurityEvent(subject, kind, at, detail));
    }
}
