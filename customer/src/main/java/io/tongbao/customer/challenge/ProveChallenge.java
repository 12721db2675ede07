package io.tongbao.customer.challenge;

import io.tongbao.credential.Attempt;
import io.tongbao.credential.CheckCode;
import io.tongbao.credential.CodePurpose;
import io.tongbao.credential.GuessKind;
import io.tongbao.credential.GuessLimits;
import io.tongbao.credential.IssueCode;
import io.tongbao.credential.OneTimeCodes;
import io.tongbao.credential.Subject;
import io.tongbao.credential.TotpDevices;
import io.tongbao.customer.Customer;
import io.tongbao.customer.CustomerDesk;
import io.tongbao.customer.CustomerError;
import io.tongbao.customer.CustomerGuards;
import io.tongbao.customer.Device;
import io.tongbao.customer.Devices;
import io.tongbao.customer.Pin;
import io.tongbao.customer.identity.IdentityFile;
import io.tongbao.kernel.Money;
import io.tongbao.kernel.PublicId;
import io.tongbao.kernel.Refused;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;
import org.jspecify.annotations.Nullable;

/**
 * Adds factors to an open challenge, each counted once. Every secret is judged within its own limits on guessing first; a
 * right one for a challenge that expired meanwhile is lost.
 *
 * <p>Errors of all: CHALLENGE_NOT_FOUND, CHALLENGE_EXPIRED, CHALLENGE_USED, FACTOR_NOT_ACCEPTED.
 */
public final class ProveChallenge {

    private static final Duration CODE_VALIDITY = Duration.ofMinutes(5);

    private final CustomerDesk desk;
    private final Challenges challenges;
    private final CustomerGuards guards;
    private final Devices devices;
    private final OneTimeCodes codes;
    private final TotpDevices totp;
    private final GuessLimits limits;

    public ProveChallenge(
            CustomerDesk desk,
            CustomerGuards guards,
            Devices devices,
            OneTimeCodes codes,
            TotpDevices totp,
            GuessLimits limits) {
        this.desk = desk;
        this.challenges = new Challenges(desk);
        this.guards = guards;
        this.devices = devices;
        this.codes = codes;
        this.totp = totp;
        this.limits = limits;
    }

    /**
     * Wrong PINs count as in payments. Errors also: PIN_WRONG, PIN_LOCKED, PIN_NOT_SET.
     *
     * @param place as {@link CustomerGuards#pin(UUID, Pin, String)}
     */
    public Challenge byPin(UUID challengeId, UUID customerId, Pin pin, @Nullable String place) {
        Challenge challenge = accepting(challengeId, customerId, ProofFactor.PIN);
        challenges.post(
                List.of(
                        ChallengeGuards.prove(challenge.id(), customerId, ProofFactor.PIN),
                        guards.pin(customerId, pin, place)),
                challengeId);
        return challenges.find(challengeId);
    }

    /**
     * Sends a code to the customer's phone that says what it approves, and serves for nothing else. Errors also: TRY_LATER.
     *
     * @param attempt who asks
     * @return id to bring back with the code
     */
    public UUID sendCode(UUID challengeId, UUID customerId, Attempt attempt) {
        Challenge challenge = accepting(challengeId, customerId, ProofFactor.SMS_CODE);
        Customer customer = desk.customer(customerId);
        return codes.issue(new IssueCode(
                        purpose(challenge),
                        customer.msisdn(),
                        Subject.customer(customerId).word(),
                        challenge.approval(),
                        code -> text(customer, challenge, code),
                        CODE_VALIDITY,
                        attempt,
                        false))
                .id();
    }

    /** Errors also: WRONG_CREDENTIAL, CODE_EXPIRED, TRY_LATER. */
    public Challenge byCode(UUID challengeId, UUID customerId, UUID codeId, String code, Attempt attempt) {
        Challenge challenge = accepting(challengeId, customerId, ProofFactor.SMS_CODE);
        Subject subject = Subject.customer(customerId);
        codes.check(new CheckCode(
                        codeId, purpose(challenge), subject.word(), challenge.approval(), code, attempt, subject))
                .orRefuse();
        return proven(challenge, ProofFactor.SMS_CODE);
    }

    /** Errors also: WRONG_CREDENTIAL, TRY_LATER. */
    public Challenge byTotp(UUID challengeId, UUID customerId, String code, Attempt attempt) {
        Challenge challenge = accepting(challengeId, customerId, ProofFactor.TOTP);
        totp.check(Subject.customer(customerId), code, attempt).orRefuse();
        return proven(challenge, ProofFactor.TOTP);
    }

    /**
     * A bound device signs {@link #signed}. Errors also: DEVICE_NOT_FOUND, DEVICE_REVOKED, DEVICE_SIGNATURE_WRONG.
     *
     * @param signature Ed25519, 64 bytes
     */
    public Challenge byDevice(UUID challengeId, UUID customerId, UUID deviceId, byte[] signature) {
        Challenge challenge = accepting(challengeId, customerId, ProofFactor.DEVICE_KEY);
        Device device = devices.find(deviceId)
                .filter(d -> d.customerId().equals(customerId))
                .orElseThrow(() -> new Refused(CustomerError.DEVICE_NOT_FOUND));
        byte[] message = signed(challenge);
        Ed25519Signer verifier = new Ed25519Signer();
        verifier.init(false, new Ed25519PublicKeyParameters(device.publicKey(), 0));
        verifier.update(message, 0, message.length);
        if (signature.length != Ed25519PublicKeyParameters.KEY_SIZE * 2 || !verifier.verifySignature(signature)) {
            throw new Refused(CustomerError.DEVICE_SIGNATURE_WRONG);
        }
        challenges.post(
                List.of(
                        ChallengeGuards.prove(challenge.id(), customerId, ProofFactor.DEVICE_KEY),
                        guards.device(customerId, deviceId)),
                challengeId);
        return challenges.find(challengeId);
    }

    /** The caller has just verified a passkey's signature over {@link Challenge#approval}. */
    public Challenge byPasskey(UUID challengeId, UUID customerId) {
        return proven(accepting(challengeId, customerId, ProofFactor.PASSKEY), ProofFactor.PASSKEY);
    }

    /** Errors also: WRONG_CREDENTIAL (also when no identity was verified), TRY_LATER. */
    public Challenge byIdentityNumber(UUID challengeId, UUID customerId, String number, Attempt attempt) {
        Challenge challenge = accepting(challengeId, customerId, ProofFactor.IDENTITY_NUMBER);
        byte[] given = number.strip().toUpperCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8);
        limits.judge(GuessKind.RECOVERY_CODE, attempt, Subject.customer(customerId), () -> IdentityFile.find(
                                desk, customerId)
                        .filter(IdentityFile::verified)
                        .map(file ->
                                MessageDigest.isEqual(file.document().number().getBytes(StandardCharsets.UTF_8), given))
                        .orElse(false))
                .orRefuse();
        return proven(challenge, ProofFactor.IDENTITY_NUMBER);
    }

    /** What a device signs: ASCII, one line each, the challenge and the digest of what it approves. */
    public static byte[] signed(Challenge challenge) {
        return ("tongbao-approval-1\n" + PublicId.format(Challenge.PREFIX, challenge.id()) + "\n"
                        + HexFormat.of().formatHex(challenge.approval()))
                .getBytes(StandardCharsets.US_ASCII);
    }

    private Challenge accepting(UUID challengeId, UUID customerId, ProofFactor factor) {
        Challenge challenge = challenges.find(challengeId, customerId);
        if (!challenge.purpose().accepted().contains(factor) || challenge.purpose() == Purpose.ENTERPRISE_PAYMENT) {
            throw new Refused(CustomerError.FACTOR_NOT_ACCEPTED);
        }
        return challenge;
    }

    private Challenge proven(Challenge challenge, ProofFactor factor) {
        challenges.post(List.of(ChallengeGuards.prove(challenge.id(), challenge.customerId(), factor)), challenge.id());
        return challenges.find(challenge.id());
    }

    private static CodePurpose purpose(Challenge challenge) {
        return switch (challenge.purpose()) {
            case PAYMENT, ENTERPRISE_PAYMENT -> CodePurpose.APPROVE_PAYMENT;
            case PIN_RESET -> CodePurpose.SET_PIN;
            case DEVICE_BINDING -> CodePurpose.BIND_DEVICE;
            case NUMBER_CHANGE -> CodePurpose.CHANGE_NUMBER;
            case CLOSE_ACCOUNT -> CodePurpose.CLOSE_ACCOUNT;
            // The digest a code is bound to names the purpose itself.
            case PIN_UNLOCK, UNFREEZE, DATA_STATEMENT -> CodePurpose.UNLOCK;
        };
    }

    private static String text(Customer customer, Challenge challenge, String code) {
        boolean pays = challenge.amountMinor() > 0;
        String amount =
                pays ? Money.of(challenge.amountMinor(), challenge.currency()).toDecimal() : "";
        return customer.language()
                .choose(
                        "【通宝】验证码 " + code + "，用于"
                                + (pays ? "付款 " + amount + " 元：" + challenge.shown() : label(challenge, true))
                                + "。切勿告诉任何人。",
                        "Tongbao code " + code + " to "
                                + (pays ? "pay " + amount + " yuan: " + challenge.shown() : label(challenge, false))
                                + ". Never tell anyone.");
    }

    private static String label(Challenge challenge, boolean zh) {
        return switch (challenge.purpose()) {
            case PAYMENT, ENTERPRISE_PAYMENT -> zh ? "付款" : "pay";
            case PIN_RESET -> zh ? "重置支付密码" : "reset the PIN";
            case PIN_UNLOCK -> zh ? "解锁支付密码" : "unlock the PIN";
            case DEVICE_BINDING -> zh ? "绑定设备" : "bind a device";
            case NUMBER_CHANGE -> zh ? "更换手机号" : "change the phone number";
            case CLOSE_ACCOUNT -> zh ? "注销账户" : "close the account";
            case UNFREEZE -> zh ? "解除冻结" : "lift the freeze";
            case DATA_STATEMENT -> zh ? "导出个人资料" : "export personal data";
        };
    }
}
