package io.tongbao.web.signin;

import io.tongbao.credential.Attempt;
import io.tongbao.credential.CheckCode;
import io.tongbao.credential.CodePurpose;
import io.tongbao.credential.CredentialError;
import io.tongbao.credential.Factor;
import io.tongbao.credential.GuessKind;
import io.tongbao.credential.GuessLimits;
import io.tongbao.credential.IssueCode;
import io.tongbao.credential.OneTimeCodes;
import io.tongbao.credential.OneTimeCodes.Issued;
import io.tongbao.credential.PasskeyAnswer;
import io.tongbao.credential.Passkeys;
import io.tongbao.credential.Passwords;
import io.tongbao.credential.ProofOfWork;
import io.tongbao.credential.RecoveryCodes;
import io.tongbao.credential.Sessions;
import io.tongbao.credential.Sessions.Opened;
import io.tongbao.credential.Subject;
import io.tongbao.credential.SubjectKind;
import io.tongbao.credential.TotpDevices;
import io.tongbao.customer.Customer;
import io.tongbao.customer.CustomerStatus;
import io.tongbao.customer.Customers;
import io.tongbao.kernel.Msisdn;
import io.tongbao.kernel.Refused;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Signs a customer in: by a code to the phone, by password (and the authenticator app's code where there is one), or by a
 * passkey. Numbers that are nobody's are answered like those of customers, after the same work. A closed account is nobody's.
 */
public final class SignInCustomer {

    private static final Duration CODE_VALIDITY = Duration.ofMinutes(5);

    private final Customers customers;
    private final OneTimeCodes codes;
    private final Passwords passwords;
    private final TotpDevices totp;
    private final RecoveryCodes recovery;
    private final Passkeys passkeys;
    private final Sessions sessions;
    private final GuessLimits limits;
    private final ProofOfWork work;

    public SignInCustomer(
            Customers customers,
            OneTimeCodes codes,
            Passwords passwords,
            TotpDevices totp,
            RecoveryCodes recovery,
            Passkeys passkeys,
            Sessions sessions,
            GuessLimits limits,
            ProofOfWork work) {
        this.customers = customers;
        this.codes = codes;
        this.passwords = passwords;
        this.totp = totp;
        this.recovery = recovery;
        this.passkeys = passkeys;
        this.sessions = sessions;
        this.limits = limits;
        this.work = work;
    }

    /**
     * Where somebody comes from.
     *
     * @param browser what it says it is
     */
    public record From(Attempt attempt, String browser) {}

    /** A solved proof of work. */
    public record Solved(String challenge, String answer) {}

    /** What has to be solved before {@link #requestCode}; empty when nothing is suspicious. */
    public Optional<ProofOfWork.Puzzle> puzzle(Msisdn msisdn, Attempt attempt) {
        int bits = bits(attempt);
        return bits == 0 ? Optional.empty() : Optional.of(work.puzzle(purpose(msisdn), bits));
    }

    /**
     * Sends a code to the number, if it is a customer's. Errors: PROOF_OF_WORK_NEEDED, PROOF_OF_WORK_REFUSED, TRY_LATER.
     *
     * @param solved null when there is nothing to solve
     */
    public Issued requestCode(Msisdn msisdn, Locale locale, Attempt attempt, @Nullable Solved solved) {
        int bits = bits(attempt);
        if (bits > 0) {
            if (solved == null) {
                throw new Refused(CredentialError.PROOF_OF_WORK_NEEDED);
            }
            work.redeem(purpose(msisdn), solved.challenge(), solved.answer(), bits);
        }
        boolean decoy = find(msisdn).isEmpty();
        boolean zh = !locale.getLanguage().equals("en");
        return codes.issue(new IssueCode(
                CodePurpose.SIGN_IN,
                msisdn,
                holder(msisdn),
                new byte[0],
                code -> zh
                        ? "【通宝】登录验证码 " + code + "，5 分钟内有效。切勿告诉任何人。"
                        : "Tongbao sign-in code " + code + ", good for 5 minutes. Never tell anyone.",
                CODE_VALIDITY,
                attempt,
                decoy));
    }

    /** Errors: WRONG_CREDENTIAL, CODE_EXPIRED, TRY_LATER. */
    public Opened byCode(Msisdn msisdn, UUID codeId, String code, From from) {
        Subject subject = find(msisdn).orElse(null);
        codes.check(new CheckCode(
                        codeId, CodePurpose.SIGN_IN, holder(msisdn), new byte[0], code, from.attempt(), subject))
                .orRefuse();
        if (subject == null) {
            // Closed while the code was under way.
            throw new Refused(CredentialError.WRONG_CREDENTIAL);
        }
        return open(subject, EnumSet.of(Factor.CODE), from);
    }

    /**
     * Errors: WRONG_CREDENTIAL, TRY_LATER, SECOND_FACTOR_NEEDED when the password is right and an authenticator app is
     * enrolled.
     *
     * @param appCode the authenticator app's, or null
     * @param recoveryCode one of those on paper, in place of the app's, or null
     */
    public Opened byPassword(
            Msisdn msisdn, char[] password, @Nullable String appCode, @Nullable String recoveryCode, From from) {
        Subject subject = find(msisdn).orElse(null);
        passwords.check(subject, password, from.attempt()).orRefuse();
        if (subject == null) {
            throw new Refused(CredentialError.WRONG_CREDENTIAL);
        }
        Set<Factor> factors = EnumSet.of(Factor.PASSWORD);
        if (totp.isEnrolled(subject)) {
            if (appCode != null) {
                totp.check(subject, appCode, from.attempt()).orRefuse();
                factors.add(Factor.TOTP);
            } else if (recoveryCode != null) {
                recovery.check(subject, recoveryCode, from.attempt()).orRefuse();
                factors.add(Factor.RECOVERY_CODE);
            } else {
                throw new Refused(CredentialError.SECOND_FACTOR_NEEDED);
            }
        }
        return open(subject, factors, from);
    }

    /**
     * Makes the place known for every other secret, too. Errors: PASSKEY_REFUSED.
     *
     * @param from where it comes from, once it is known who
     */
    public Opened byPasskey(PasskeyAnswer.Assertion answer, Function<Msisdn, From> from) {
        Subject subject = passkeys.signedIn(answer).subject();
        Customer customer = Optional.of(subject)
                .filter(who -> who.kind() == SubjectKind.CUSTOMER)
                .flatMap(who -> customers.find(who.id()))
                .filter(SignInCustomer::isAlive)
                .orElseThrow(() -> new Refused(CredentialError.PASSKEY_REFUSED));
        From place = from.apply(customer.msisdn());
        limits.vouch(place.attempt(), subject);
        return open(subject, EnumSet.of(Factor.PASSKEY), place);
    }

    private Opened open(Subject subject, Set<Factor> factors, From from) {
        return sessions.open(subject, factors, from.browser(), from.attempt().source());
    }

    private Optional<Subject> find(Msisdn msisdn) {
        return customers.byMsisdn(msisdn).filter(SignInCustomer::isAlive).map(c -> Subject.customer(c.id()));
    }

    private static boolean isAlive(Customer customer) {
        return customer.status() != CustomerStatus.CLOSED;
    }

    private int bits(Attempt attempt) {
        return ProofOfWork.bitsFor(
                Math.max(limits.suspicion(GuessKind.CODE, attempt), limits.suspicion(GuessKind.CODE_REQUEST, attempt)));
    }

    private static String purpose(Msisdn msisdn) {
        return "sign-in:" + msisdn.e164();
    }

    private static String holder(Msisdn msisdn) {
        return "number:" + msisdn.e164();
    }
}
