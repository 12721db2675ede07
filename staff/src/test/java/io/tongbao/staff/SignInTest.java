package io.tongbao.staff;

import static io.tongbao.staff.StaffWorld.acting;
import static io.tongbao.staff.StaffWorld.refused;
import static org.assertj.core.api.Assertions.assertThat;

import io.tongbao.credential.CredentialError;
import io.tongbao.credential.GuessLimits;
import io.tongbao.credential.GuessPolicies;
import io.tongbao.credential.Passkeys;
import io.tongbao.credential.Passwords;
import io.tongbao.credential.RecoveryCodes;
import io.tongbao.credential.RelyingParty;
import io.tongbao.credential.SessionPolicy;
import io.tongbao.credential.Sessions;
import io.tongbao.credential.Sessions.Opened;
import io.tongbao.credential.Subject;
import io.tongbao.credential.Totp;
import io.tongbao.credential.TotpDevices;
import io.tongbao.staff.InviteStaff.Invitation;
import io.tongbao.staff.InviteStaff.InviteCommand;
import io.tongbao.staff.SignInStaff.From;
import io.tongbao.staff.audit.AuditVerifier;
import io.tongbao.testkit.TestPostgres;
import io.tongbao.vault.Vault;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The first day of an administrator: link, authenticator app, sign-in; and what guessing meets. */
final class SignInTest {

    private static final From OFFICE = new From("192.0.2.7", "Firefox on Linux", null, "req_office1");
    private static final From STRANGER = new From("203.0.113.9", "curl", null, "req_stranger");
    private static final String PASSWORD = "correct horse 电池 staple";

    private final StaffWorld world = new StaffWorld(TestPostgres.database("credential", "staff"));
    private final DataSource database = world.database.dataSource();
    private final StaffSecurityEvents events = new StaffSecurityEvents(world.trail);
    private final Vault vault = Vault.inMemory();
    private final GuessLimits limits = new GuessLimits(database, vault, world.clock, GuessPolicies.DEFAULT, events);
    private final StaffCredentials credentials = new StaffCredentials(
            new Passwords(database, vault, limits, world.clock, world.random, events),
            new TotpDevices(database, vault, limits, world.clock, world.random, events),
            new Passkeys(
                    database,
                    new RelyingParty("localhost", "Tongbao", Set.of("http://localhost:8080")),
                    world.clock,
                    world.ids,
                    world.random,
                    events),
            new RecoveryCodes(database, vault, limits, world.clock, world.random, events),
            new Sessions(
                    database,
                    world.clock,
                    world.ids,
                    world.random,
                    SessionPolicy.CUSTOMER,
                    SessionPolicy.STAFF,
                    events));
    private final SetUpStaff setUp =
            new SetUpStaff(database, world.staff, credentials, world.trail, world.clock, "通宝 Tongbao");
    private final SignInStaff signIn = new SignInStaff(world.staff, credentials, world.trail);

    private String secret = "";

    @AfterEach
    void close() throws SQLException, IOException {
        assertThat(AuditVerifier.verify(database, null, null).firstBroken()).isNull();
        world.close();
    }

    /** What an authenticator app shows now. */
    private String code() {
        byte[] key = new byte[20];
        BigInteger bits = BigInteger.ZERO;
        for (int i = 0; i < secret.length(); i++) {
            int digit = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(secret.charAt(i));
            bits = bits.shiftLeft(5).add(BigInteger.valueOf(digit));
        }
        byte[] bytes = bits.toByteArray();
        int from = Math.max(0, bytes.length - key.length);
        System.arraycopy(bytes, from, key, key.length - (bytes.length - from), bytes.length - from);
        return Totp.code(key, Totp.step(world.clock.instant()));
    }

    private StaffMember admin() {
        Invitation invitation = world.invite.bootstrap(new InviteCommand("cli:wang", "wang", "王芳"), Set.of(Role.ADMIN));
        String token = invitation.token().reveal();
        secret = setUp.begin(token).enrolment().secret();
        StaffMember admin = setUp.complete(token, PASSWORD.toCharArray(), code(), Acting.machine("web"));
        world.clock.advance(Duration.ofSeconds(60));
        return admin;
    }

    @Test
    void theFirstAdministratorSetsUpAndSignsIn() {
        StaffMember admin = admin();
        assertThat(admin.status()).isEqualTo(StaffStatus.ACTIVE);
        Opened half = signIn.password("Wang", PASSWORD.toCharArray(), OFFICE);
        refused(() -> signIn.require(half.token()), StaffError.STAFF_SECOND_FACTOR_REQUIRED);
        Opened whole = signIn.code(half.token(), code(), OFFICE);
        assertThat(signIn.require(whole.token()).member()).isEqualTo(admin);
        refused(() -> signIn.require(half.token()), StaffError.STAFF_SIGN_IN_REQUIRED);
        refused(() -> signIn.require(null), StaffError.STAFF_SIGN_IN_REQUIRED);
        assertThat(world.actions())
                .contains(
                        "staff.invited",
                        "staff.link-made",
                        "credential.password-set",
                        "credential.totp-added",
                        "staff.set-up",
                        "staff.signed-in");
        signIn.out(whole.token(), OFFICE);
        refused(() -> signIn.require(whole.token()), StaffError.STAFF_SIGN_IN_REQUIRED);
        assertThat(world.actions()).endsWith("staff.signed-out");
    }

    @Test
    void aLinkWorksOnceAndForADay() {
        Invitation invitation = world.invite.bootstrap(new InviteCommand("cli:wang", "wang", "王芳"), Set.of(Role.ADMIN));
        String token = invitation.token().reveal();
        refused(() -> setUp.begin(token + "x"), StaffError.STAFF_SETUP_INVALID);
        secret = setUp.begin(token).enrolment().secret();
        refused(
                () -> setUp.complete(token, "short".toCharArray(), code(), Acting.machine("web")),
                CredentialError.WEAK_PASSWORD);
        refused(
                () -> setUp.complete(token, PASSWORD.toCharArray(), "000000", Acting.machine("web")),
                CredentialError.CODE_WRONG);
        assertThat(credentials
                        .passwords()
                        .isSet(Subject.staff(invitation.member().id())))
                .as("all or nothing")
                .isFalse();
        world.clock.advance(InviteStaff.LINK_LIFETIME);
        refused(() -> setUp.begin(token), StaffError.STAFF_SETUP_INVALID);
        String renewed = world.invite.renew("wang").token().reveal();
        secret = setUp.begin(renewed).enrolment().secret();
        setUp.complete(renewed, PASSWORD.toCharArray(), code(), Acting.machine("web"));
        refused(() -> setUp.begin(renewed), StaffError.STAFF_SETUP_INVALID);
    }

    @Test
    void wrongAndUnknownAnswerTheSameAndAreRecorded() {
        admin();
        for (int i = 0; i < 3; i++) {
            refused(
                    () -> signIn.password("wang", "not the password".toCharArray(), STRANGER),
                    StaffError.STAFF_SIGN_IN_FAILED);
            refused(
                    () -> signIn.password("nobody", "not the password".toCharArray(), STRANGER),
                    StaffError.STAFF_SIGN_IN_FAILED);
        }
        assertThat(world.trail.find(new AuditTrail.Query("system:sign-in", null, null, null, 20)))
                .hasSize(6);
        for (int i = 0; i < 2; i++) {
            refused(
                    () -> signIn.password("wang", "not the password".toCharArray(), STRANGER),
                    StaffError.STAFF_SIGN_IN_FAILED);
        }
        refused(() -> signIn.password("wang", PASSWORD.toCharArray(), STRANGER), CredentialError.TRY_LATER);
    }

    @Test
    void aSessionEndsWhenIdleSuspendedOrOver() {
        StaffMember admin = admin();
        StaffMember other = world.member("other", Role.ADMIN);
        SuspendStaff suspend = new SuspendStaff(
                database, world.staff, world.trail, id -> credentials.sessions().revokeAll(Subject.staff(id)));
        Opened session = signIn.code(
                signIn.password("wang", PASSWORD.toCharArray(), OFFICE).token(), code(), OFFICE);
        world.clock.advance(SessionPolicy.STAFF.idle().minusSeconds(1));
        signIn.require(session.token());
        world.clock.advance(SessionPolicy.STAFF.idle());
        refused(() -> signIn.require(session.token()), StaffError.STAFF_SIGN_IN_REQUIRED);
        Opened again = signIn.code(
                signIn.password("wang", PASSWORD.toCharArray(), OFFICE).token(), code(), OFFICE);
        suspend.execute(admin.id(), other.id(), "on leave for long", acting(other));
        refused(() -> signIn.require(again.token()), StaffError.STAFF_SIGN_IN_REQUIRED);
        refused(() -> signIn.password("wang", PASSWORD.toCharArray(), OFFICE), StaffError.STAFF_SIGN_IN_FAILED);
    }

    @Test
    void aPasswordIsChangedByWhoKnowsIt() {
        admin();
        Opened session = signIn.code(
                signIn.password("wang", PASSWORD.toCharArray(), OFFICE).token(), code(), OFFICE);
        SignInStaff.SignedIn who = signIn.require(session.token());
        Opened other = signIn.password("wang", PASSWORD.toCharArray(), OFFICE);
        String fresh = "another 好的 passphrase 2";
        refused(
                () -> signIn.changePassword(who, "guess".toCharArray(), fresh.toCharArray(), OFFICE),
                StaffError.STAFF_SIGN_IN_FAILED);
        signIn.changePassword(who, PASSWORD.toCharArray(), fresh.toCharArray(), OFFICE);
        signIn.require(session.token());
        refused(() -> signIn.code(other.token(), "000000", OFFICE), StaffError.STAFF_SIGN_IN_REQUIRED);
        refused(() -> signIn.password("wang", PASSWORD.toCharArray(), OFFICE), StaffError.STAFF_SIGN_IN_FAILED);
        signIn.password("wang", fresh.toCharArray(), OFFICE);
    }

    @Test
    void aCodeIsGoodOnce() {
        admin();
        String now = code();
        signIn.code(signIn.password("wang", PASSWORD.toCharArray(), OFFICE).token(), now, OFFICE);
        Opened second = signIn.password("wang", PASSWORD.toCharArray(), OFFICE);
        refused(() -> signIn.code(second.token(), now, OFFICE), StaffError.STAFF_SIGN_IN_FAILED);
    }

    @Test
    void aPasskeyIsBothFactorsUntilTheLinkIsRenewed() throws GeneralSecurityException {
        StaffMember admin = admin();
        Subject subject = Subject.staff(admin.id());
        SoftAuthenticator phone = new SoftAuthenticator("localhost", "http://localhost:8080");
        credentials
                .passkeys()
                .register(subject, phone.create(credentials.passkeys().registration(subject)), "手机");
        Opened opened = signIn.passkey(phone.get(signIn.passkeyOptions()), OFFICE);
        assertThat(signIn.require(opened.token()).member()).isEqualTo(admin);
        assertThat(world.actions()).contains("credential.passkey-added").endsWith("staff.signed-in");
        world.suspend.execute(
                admin.id(), world.member("other", Role.ADMIN).id(), "left the company", Acting.machine("web"));
        refused(() -> signIn.passkey(phone.get(signIn.passkeyOptions()), OFFICE), StaffError.STAFF_SIGN_IN_FAILED);
        refused(() -> signIn.require(opened.token()), StaffError.STAFF_SIGN_IN_REQUIRED);
    }

    @Test
    void aRenewedLinkTakesPasskeysAndRecoveryCodesAway() throws GeneralSecurityException {
        StaffMember admin = admin();
        Subject subject = Subject.staff(admin.id());
        SoftAuthenticator phone = new SoftAuthenticator("localhost", "http://localhost:8080");
        credentials
                .passkeys()
                .register(subject, phone.create(credentials.passkeys().registration(subject)), "phone");
        List<String> codes = credentials.recovery().make(subject);
        String renewed = world.invite.renew("wang").token().reveal();
        secret = setUp.begin(renewed).enrolment().secret();
        assertThat(signIn.passkey(phone.get(signIn.passkeyOptions()), OFFICE).token())
                .as("until the link is used")
                .isNotEmpty();
        setUp.complete(renewed, PASSWORD.toCharArray(), code(), Acting.machine("web"));
        assertThat(credentials.passkeys().list(subject)).isEmpty();
        refused(() -> signIn.passkey(phone.get(signIn.passkeyOptions()), OFFICE), CredentialError.PASSKEY_REFUSED);
        Opened half = signIn.password("wang", PASSWORD.toCharArray(), OFFICE);
        refused(() -> signIn.recoveryCode(half.token(), codes.getFirst(), OFFICE), StaffError.STAFF_SIGN_IN_FAILED);
    }

    @Test
    void aRecoveryCodeServesOnceInPlaceOfTheApp() {
        StaffMember admin = admin();
        List<String> codes = credentials.recovery().make(Subject.staff(admin.id()));
        Opened half = signIn.password("wang", PASSWORD.toCharArray(), OFFICE);
        Opened whole = signIn.recoveryCode(half.token(), codes.getFirst(), OFFICE);
        assertThat(signIn.require(whole.token()).member()).isEqualTo(admin);
        Opened next = signIn.password("wang", PASSWORD.toCharArray(), OFFICE);
        refused(() -> signIn.recoveryCode(next.token(), codes.getFirst(), OFFICE), StaffError.STAFF_SIGN_IN_FAILED);
        assertThat(world.actions()).contains("credential.recovery-codes-made", "credential.recovery-code-used");
    }
}
