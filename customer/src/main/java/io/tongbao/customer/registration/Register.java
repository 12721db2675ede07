package io.tongbao.customer.registration;

import io.tongbao.credential.Attempt;
import io.tongbao.credential.CheckCode;
import io.tongbao.credential.CodePurpose;
import io.tongbao.credential.CredentialError;
import io.tongbao.credential.GuessKind;
import io.tongbao.credential.GuessLimits;
import io.tongbao.credential.IssueCode;
import io.tongbao.credential.OneTimeCodes;
import io.tongbao.credential.ProofOfWork;
import io.tongbao.customer.Customer;
import io.tongbao.customer.CustomerDesk;
import io.tongbao.customer.CustomerError;
import io.tongbao.customer.CustomerKind;
import io.tongbao.customer.Language;
import io.tongbao.customer.Moments;
import io.tongbao.customer.Pin;
import io.tongbao.customer.RegisterCommand;
import io.tongbao.customer.RegisterCustomer;
import io.tongbao.customer.notice.NoticeKind;
import io.tongbao.customer.registration.Registration.State;
import io.tongbao.kernel.Currency;
import io.tongbao.kernel.Msisdn;
import io.tongbao.kernel.Refused;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Makes a customer of a phone number, step by step: number, code, terms, name and PIN. Every step may be repeated. Numbers that
 * are known and numbers that are not get the same answers in the same way; only the phone itself hears the difference.
 */
public final class Register {

    private static final Duration OPEN = Duration.ofHours(24);
    private static final Duration CODE_VALIDITY = Duration.ofMinutes(10);
    private static final String COLUMNS =
            "id, customer_id, msisdn, language, state, terms_version, code_id, expires_at";

    private final CustomerDesk desk;
    private final RegisterCustomer register;
    private final OneTimeCodes codes;
    private final GuessLimits limits;
    private final ProofOfWork work;

    public Register(
            CustomerDesk desk, RegisterCustomer register, OneTimeCodes codes, GuessLimits limits, ProofOfWork work) {
        this.desk = desk;
        this.register = register;
        this.codes = codes;
        this.limits = limits;
        this.work = work;
    }

    /**
     * A solved puzzle.
     *
     * @param challenge as it was given
     */
    public record Solved(String challenge, String answer) {}

    /**
     * A number wants to register.
     *
     * @param solved needed after suspicious attempts; null otherwise
     */
    public record StartCommand(
            Msisdn msisdn,
            Language language,
            Attempt attempt,
            @Nullable Solved solved) {}

    /** The puzzle that {@link #start} wants from this attempt now; empty when it wants none. */
    public Optional<ProofOfWork.Puzzle> puzzle(Msisdn msisdn, Attempt attempt) {
        int bits = bits(attempt);
        return bits == 0 ? Optional.empty() : Optional.of(work.puzzle(purpose(msisdn), bits));
    }

    /**
     * Sends a code, or tells a customer who exists already that somebody tried. Errors: TRY_LATER when the number was texted
     * a short while ago, PROOF_OF_WORK_NEEDED after suspicious attempts, PROOF_OF_WORK_REFUSED.
     */
    public Registration start(StartCommand command) {
        Solved solved = command.solved();
        int bits = bits(command.attempt());
        if (bits > 0) {
            if (solved == null) {
                throw new Refused(CredentialError.PROOF_OF_WORK_NEEDED);
            }
            work.redeem(purpose(command.msisdn()), solved.challenge(), solved.answer(), bits);
        }
        boolean known = desk.customers().byMsisdn(command.msisdn()).isPresent();
        UUID id = desk.ids().next();
        Instant now = desk.now();
        UUID codeId = code(id, command.msisdn(), command.language(), command.attempt(), known);
        Registration started = new Registration(
                id,
                desk.ids().next(),
                command.msisdn(),
                command.language(),
                State.STARTED,
                null,
                codeId,
                now.plus(OPEN));
        desk.atomically(() -> {
            desk.jdbc()
                    .sql("""
                            INSERT INTO customer.registration
                                (id, customer_id, started_at, expires_at, state, msisdn, language, code_id)
                            VALUES (?, ?, ?, ?, ?, ?, ?, ?)""")
                    .params(id, started.customerId(), Moments.at(now), Moments.at(started.expiresAt()))
                    .params(
                            State.STARTED.number(),
                            command.msisdn().e164(),
                            command.language().tag(),
                            codeId)
                    .update();
            desk.notices().recordAt(command.msisdn(), NoticeKind.NUMBER_KNOWN);
            return true;
        });
        return started;
    }

    /** Sends another code. Errors: REGISTRATION_NOT_FOUND, REGISTRATION_STEP, TRY_LATER. */
    public Registration resend(UUID registrationId, Attempt attempt) {
        Registration registration = require(registrationId, State.STARTED);
        boolean known = desk.customers().byMsisdn(registration.msisdn()).isPresent();
        UUID codeId = code(registrationId, registration.msisdn(), registration.language(), attempt, known);
        desk.jdbc()
                .sql("UPDATE customer.registration SET code_id = ? WHERE id = ? AND state = 1")
                .params(codeId, registrationId)
                .update();
        return find(registrationId);
    }

    /** The code that reached the phone. Errors: REGISTRATION_NOT_FOUND, WRONG_CREDENTIAL, CODE_EXPIRED, TRY_LATER. */
    public Registration proveNumber(UUID registrationId, String code, Attempt attempt) {
        Registration registration = find(registrationId);
        UUID codeId = registration.codeId();
        if (registration.state() != State.STARTED || codeId == null) {
            return registration;
        }
        codes.check(new CheckCode(
                        codeId, CodePurpose.REGISTER, holder(registrationId), new byte[0], code, attempt, null))
                .orRefuse();
        advance(registrationId, State.STARTED, State.NUMBER_PROVEN, "proven_at", null);
        return find(registrationId);
    }

    /** @param version as it was shown. Errors: REGISTRATION_NOT_FOUND, REGISTRATION_STEP, TERMS_OUTDATED */
    public Registration acceptTerms(UUID registrationId, String version) {
        if (!version.equals(Terms.CURRENT)) {
            throw new Refused(CustomerError.TERMS_OUTDATED);
        }
        Registration registration = find(registrationId);
        if (registration.state() == State.STARTED) {
            throw new Refused(CustomerError.REGISTRATION_STEP);
        }
        advance(registrationId, State.NUMBER_PROVEN, State.TERMS_ACCEPTED, "accepted_at", version);
        return find(registrationId);
    }

    /**
     * Makes the customer, without a class yet. Errors: REGISTRATION_NOT_FOUND, REGISTRATION_STEP, INVALID_CUSTOMER_NAME,
     * those of weak PINs, MSISDN_ALREADY_REGISTERED when the same number was registered meanwhile.
     */
    public Customer finish(UUID registrationId, String name, Pin pin) {
        Registration registration = find(registrationId);
        if (registration.state() == State.DONE) {
            return desk.customer(registration.customerId());
        }
        require(registrationId, State.TERMS_ACCEPTED);
        RegisterCustomer.refuseWeak(pin, registration.msisdn());
        Customer customer = register.execute(new RegisterCommand(
                registration.customerId(),
                registration.msisdn(),
                name,
                Currency.CNY,
                pin,
                true,
                CustomerKind.PERSON,
                registration.language()));
        desk.inTransaction(() -> {
            boolean first = advance(registrationId, State.TERMS_ACCEPTED, State.DONE, "finished_at", null);
            if (first) {
                desk.jdbc().sql("""
                                INSERT INTO customer.consent (customer_id, accepted_at, document, version)
                                SELECT customer_id, accepted_at, ?, terms_version FROM customer.registration WHERE id = ?
                                ON CONFLICT DO NOTHING""").params(Terms.DOCUMENT, registrationId).update();
                desk.notices().record(customer.id(), NoticeKind.REGISTERED);
            }
            return true;
        });
        return customer;
    }

    /** Where a registration stands. Errors: REGISTRATION_NOT_FOUND. */
    public Registration find(UUID registrationId) {
        return desk.jdbc()
                .sql("SELECT " + COLUMNS + " FROM customer.registration WHERE id = ? AND expires_at > ?")
                .params(registrationId, Moments.at(desk.now()))
                .query((row, n) -> new Registration(
                        row.getObject(1, UUID.class),
                        row.getObject(2, UUID.class),
                        new Msisdn(row.getString(3)),
                        Language.ofTag(row.getString(4)),
                        State.of(row.getInt(5)),
                        row.getString(6),
                        row.getObject(7, UUID.class),
                        Moments.read(row, "expires_at")))
                .optional()
                .orElseThrow(() -> new Refused(CustomerError.REGISTRATION_NOT_FOUND));
    }

    /** Deletes what expired or was finished a while ago, so that no number stays here; for a daily job. */
    public int purge() {
        return desk.jdbc()
                .sql("DELETE FROM customer.registration WHERE expires_at < ?")
                .param(Moments.at(desk.now()))
                .update();
    }

    private Registration require(UUID registrationId, State state) {
        Registration registration = find(registrationId);
        if (registration.state() != state) {
            throw new Refused(CustomerError.REGISTRATION_STEP);
        }
        return registration;
    }

    private boolean advance(UUID id, State from, State to, String timeColumn, @Nullable String terms) {
        return desk.jdbc()
                        .sql("UPDATE customer.registration SET state = ?, " + timeColumn
                                + " = ?, terms_version = coalesce(?, terms_version) WHERE id = ? AND state = ?")
                        .params(to.number(), Moments.at(desk.now()))
                        .param(terms)
                        .params(id, from.number())
                        .update()
                == 1;
    }

    private UUID code(UUID id, Msisdn msisdn, Language language, Attempt attempt, boolean known) {
        return codes.issue(new IssueCode(
                        CodePurpose.REGISTER,
                        msisdn,
                        holder(id),
                        new byte[0],
                        code -> language.choose(
                                "【通宝】您的注册验证码是 " + code + "，10分钟内有效。切勿告诉任何人。",
                                "Your Tongbao registration code is " + code
                                        + ", valid for 10 minutes. Never tell anyone."),
                        CODE_VALIDITY,
                        attempt,
                        known))
                .id();
    }

    private int bits(Attempt attempt) {
        return ProofOfWork.bitsFor(limits.suspicion(GuessKind.CODE_REQUEST, attempt));
    }

    private static String purpose(Msisdn msisdn) {
        return "registration:" + msisdn.e164();
    }

    private static String holder(UUID registrationId) {
        return "registration:" + registrationId;
    }
}
