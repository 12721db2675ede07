package io.tongbao.staff;

import io.tongbao.credential.AccessChannel;
import io.tongbao.credential.Attempt;
import io.tongbao.credential.Factor;
import io.tongbao.credential.GuessResult;
import io.tongbao.credential.Passkey;
import io.tongbao.credential.PasskeyAnswer;
import io.tongbao.credential.Passkeys.AssertionOptions;
import io.tongbao.credential.Session;
import io.tongbao.credential.Sessions.Opened;
import io.tongbao.credential.Subject;
import io.tongbao.credential.SubjectKind;
import io.tongbao.kernel.Refused;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Staff sign in with a password and then a code of their authenticator app, or with a passkey, which is both at once. What an
 * answer says, and the work it takes, is the same whether the login exists or not.
 *
 * <p>Errors: {@link StaffError#STAFF_SIGN_IN_FAILED}, {@link StaffError#STAFF_SIGN_IN_REQUIRED}, {@link
 * StaffError#STAFF_SECOND_FACTOR_REQUIRED}, TRY_LATER and PASSKEY_REFUSED of the credentials.
 */
public final class SignInStaff {

    private static final int MAX_LOGIN = 64;

    private final Staff staff;
    private final StaffCredentials credentials;
    private final AuditTrail trail;

    public SignInStaff(Staff staff, StaffCredentials credentials, AuditTrail trail) {
        this.staff = staff;
        this.credentials = credentials;
        this.trail = trail;
    }

    /**
     * Where somebody signs in from.
     *
     * @param source IP address
     * @param browser what it looks like to people
     * @param device secret of a known browser, or null
     */
    public record From(
            String source,
            String browser,
            @Nullable String device,
            @Nullable String requestId) {

        /** Without the device's secret. */
        @Override
        public String toString() {
            return "From[" + source + "]";
        }
    }

    /** Somebody signed in, with everything proved. */
    public record SignedIn(StaffMember member, Session session) {}

    /**
     * First step. The session it opens is good for the second step and nothing else.
     *
     * @param password the caller wipes it
     */
    public Opened password(String login, char[] password, From from) {
        String claimed = spelled(login);
        Optional<StaffMember> member = staff.byLogin(claimed).filter(found -> found.status() == StaffStatus.ACTIVE);
        Subject subject = member.map(found -> Subject.staff(found.id())).orElse(null);
        GuessResult result = credentials.passwords().check(subject, password, attempt(claimed, from));
        if (subject == null || !result.isRight()) {
            throw failed(result, member, "password", from);
        }
        return credentials.sessions().open(subject, EnumSet.of(Factor.PASSWORD), from.browser(), from.source());
    }

    /** Second step; gives the session a new token. */
    public Opened code(String token, String code, From from) {
        Session session =
                credentials.sessions().of(token).orElseThrow(() -> new Refused(StaffError.STAFF_SIGN_IN_REQUIRED));
        StaffMember member = member(session);
        GuessResult result = credentials.totp().check(Subject.staff(member.id()), code, attempt(member.login(), from));
        if (!result.isRight()) {
            throw failed(result, Optional.of(member), "totp", from);
        }
        Opened opened = credentials.sessions().rotate(token, Set.of(Factor.TOTP));
        signedIn(member, "password and totp", from);
        return opened;
    }

    /** Second step without the authenticator app: one of the codes on paper, which is used up by it. */
    public Opened recoveryCode(String token, String code, From from) {
        Session session =
                credentials.sessions().of(token).orElseThrow(() -> new Refused(StaffError.STAFF_SIGN_IN_REQUIRED));
        StaffMember member = member(session);
        GuessResult result =
                credentials.recovery().check(Subject.staff(member.id()), code, attempt(member.login(), from));
        if (!result.isRight()) {
            throw failed(result, Optional.of(member), "recovery code", from);
        }
        Opened opened = credentials.sessions().rotate(token, Set.of(Factor.RECOVERY_CODE));
        signedIn(member, "password and recovery code", from);
        return opened;
    }

    /** What the browser needs for a passkey; says nothing about who exists. */
    public AssertionOptions passkeyOptions() {
        return credentials.passkeys().signIn(null);
    }

    /** Signs in with a passkey. */
    public Opened passkey(PasskeyAnswer.Assertion answer, From from) {
        Passkey passkey = credentials.passkeys().signedIn(answer);
        Subject subject = passkey.subject();
        StaffMember member = Optional.of(subject)
                .filter(of -> of.kind() == SubjectKind.STAFF)
                .flatMap(of -> staff.find(of.id()))
                .filter(found -> found.status() == StaffStatus.ACTIVE)
                .orElseThrow(() -> new Refused(StaffError.STAFF_SIGN_IN_FAILED));
        Opened opened = credentials.sessions().open(subject, EnumSet.of(Factor.PASSKEY), from.browser(), from.source());
        signedIn(member, "passkey", from);
        return opened;
    }

    /** Who holds this token, with both factors proved and still active. */
    public SignedIn require(@Nullable String token) {
        Session session = Optional.ofNullable(token)
                .flatMap(credentials.sessions()::of)
                .orElseThrow(() -> new Refused(StaffError.STAFF_SIGN_IN_REQUIRED));
        StaffMember member = member(session);
        if (Factor.independent(session.factors()) < 2) {
            throw new Refused(StaffError.STAFF_SECOND_FACTOR_REQUIRED);
        }
        return new SignedIn(member, session);
    }

    /**
     * Another password for somebody signed in who knows the present one; ends all other sessions.
     *
     * @param current the caller wipes both
     */
    public void changePassword(SignedIn who, char[] current, char[] fresh, From from) {
        StaffMember member = who.member();
        Subject subject = Subject.staff(member.id());
        GuessResult result = credentials.passwords().check(subject, current, attempt(member.login(), from));
        if (!result.isRight()) {
            throw failed(result, Optional.of(member), "password", from);
        }
        credentials.passwords().set(subject, fresh, List.of(member.login(), member.displayName()));
        credentials.sessions().revokeAllBut(subject, who.session().id());
        trail.record(AuditEntry.of(
                Acting.member(member.id(), from.source(), from.requestId()),
                "staff.password-changed",
                "staff",
                member.publicId()));
    }

    /** Ends the session of a token. */
    public void out(String token, From from) {
        credentials
                .sessions()
                .of(token)
                .filter(session -> session.subject().kind() == SubjectKind.STAFF)
                .flatMap(session -> staff.find(session.subject().id()))
                .ifPresent(member -> trail.record(AuditEntry.of(
                        Acting.member(member.id(), from.source(), from.requestId()),
                        "staff.signed-out",
                        "staff",
                        member.publicId())));
        credentials.sessions().close(token);
    }

    private StaffMember member(Session session) {
        return Optional.of(session.subject())
                .filter(of -> of.kind() == SubjectKind.STAFF)
                .flatMap(of -> staff.find(of.id()))
                .filter(found -> found.status() == StaffStatus.ACTIVE)
                .orElseThrow(() -> new Refused(StaffError.STAFF_SIGN_IN_REQUIRED));
    }

    private void signedIn(StaffMember member, String by, From from) {
        trail.record(AuditEntry.of(
                        Acting.member(member.id(), from.source(), from.requestId()),
                        "staff.signed-in",
                        "staff",
                        member.publicId())
                .with("by", by));
    }

    /** The refusal; wrong guesses are recorded, for nobody's login too, so that both cost the same. */
    private Refused failed(GuessResult result, Optional<StaffMember> member, String factor, From from) {
        if (result instanceof GuessResult.Later later) {
            return GuessResult.tryLater(later.after());
        }
        Acting acting = new Acting(new Actor.Machine("sign-in"), from.source(), from.requestId());
        String whose = member.map(StaffMember::publicId).orElse("unknown");
        trail.record(
                AuditEntry.of(acting, "staff.sign-in-failed", "staff", whose).with("by", factor));
        return new Refused(StaffError.STAFF_SIGN_IN_FAILED);
    }

    private static Attempt attempt(String login, From from) {
        return new Attempt("staff:" + login, AccessChannel.WEB, from.source(), from.device());
    }

    /** One spelling for limits; nobody's login has any other. */
    private static String spelled(String login) {
        String lower = login.strip().toLowerCase(Locale.ROOT);
        return lower.length() > MAX_LOGIN ? lower.substring(0, MAX_LOGIN) : lower;
    }
}
