package io.tongbao.merchant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tongbao.kernel.Currency;
import io.tongbao.kernel.Ids;
import io.tongbao.kernel.Mode;
import io.tongbao.kernel.Refused;
import io.tongbao.merchant.signature.VerificationKey;
import io.tongbao.testkit.FakeClock;
import io.tongbao.testkit.TestDatabase;
import io.tongbao.testkit.TestPostgres;
import io.tongbao.vault.Vault;
import java.time.Duration;
import java.util.Base64;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@SuppressWarnings("NullAway.Init") // set before each test
class ProvidersAndKeysTest {

    private final FakeClock clock = new FakeClock();
    private TestDatabase database;
    private Vault vault;
    private RegisterProvider register;
    private IssueApiKey issue;
    private Provider shop;

    @BeforeEach
    void open() {
        database = TestPostgres.database("ledger", "merchant");
        vault = Vault.inMemory();
        register = new RegisterProvider(database.dataSource(), clock);
        issue = new IssueApiKey(database.dataSource(), clock, Ids.secure(clock), vault, Mode.SANDBOX);
        shop = register.execute(
                new RegisterProvider.Command(UUID.randomUUID(), "早餐铺", ProviderKind.SHOP, Currency.CNY, false));
    }

    @AfterEach
    void close() {
        database.close();
    }

    /** A fresh reader stands for another node, or for this one a second later. */
    private ApiKeys keys(Mode mode) {
        return new ApiKeys(database.dataSource(), clock, vault, mode);
    }

    @Test
    void registeringIsIdempotent() {
        RegisterProvider.Command same =
                new RegisterProvider.Command(shop.id(), "早餐铺", ProviderKind.SHOP, Currency.CNY, false);
        assertThat(register.execute(same)).isEqualTo(shop);
        refused(
                MerchantError.PROVIDER_ALREADY_EXISTS,
                () -> register.execute(
                        new RegisterProvider.Command(shop.id(), "Other", ProviderKind.SHOP, Currency.CNY, false)));
        assertThat(new Providers(database.dataSource()).find(shop.id())).contains(shop);
    }

    @Test
    void eachAlgorithmHasItsOwnProof() {
        byte[] seed = new byte[32];
        String publicKey = Base64.getEncoder().encodeToString(VerificationKey.ed25519PublicKey(seed));
        IssueApiKey.Issued ed25519 = issue.execute(IssueApiKey.Command.of(shop.id(), KeyAlgorithm.ED25519, publicKey));
        IssueApiKey.Issued hmac = issue(KeyAlgorithm.HMAC_SHA256);
        IssueApiKey.Issued bearer = issue(KeyAlgorithm.BEARER);
        assertThat(ed25519.secret()).isNull();
        assertThat(keys(Mode.SANDBOX).forSignature(ed25519.keyId()).algorithm()).isEqualTo(KeyAlgorithm.ED25519);
        assertThat(keys(Mode.SANDBOX).forSignature(hmac.keyId()).provider()).isEqualTo(shop);
        assertThat(keys(Mode.SANDBOX).forBearer(secret(bearer)).keyId()).isEqualTo(bearer.keyId());
        refused(MerchantError.KEY_UNKNOWN, () -> keys(Mode.SANDBOX).forSignature(bearer.keyId()));
        refused(MerchantError.KEY_UNKNOWN, () -> keys(Mode.SANDBOX).forBearer(secret(hmac)));
        assertThat(hmac.toString()).doesNotContain(secret(hmac));
    }

    @Test
    void theOtherModesKeyIsItsOwnError() {
        String bearer = secret(issue(KeyAlgorithm.BEARER));
        refused(MerchantError.WRONG_MODE, () -> keys(Mode.SANDBOX).forBearer("sk_live_abc"));
        refused(MerchantError.WRONG_MODE, () -> keys(Mode.PRODUCTION).forBearer(bearer));
        refused(MerchantError.BEARER_NOT_ALLOWED, () -> keys(Mode.PRODUCTION).forBearer("sk_live_abc"));
        IssueApiKey live = new IssueApiKey(database.dataSource(), clock, Ids.secure(clock), vault, Mode.PRODUCTION);
        refused(
                MerchantError.BEARER_NOT_ALLOWED,
                () -> live.execute(IssueApiKey.Command.of(shop.id(), KeyAlgorithm.BEARER, null)));
    }

    @Test
    void rotationOverlapsAndRevocationEnds() {
        IssueApiKey.Issued old = issue(KeyAlgorithm.HMAC_SHA256);
        IssueApiKey.Issued fresh = issue.replace(
                old.keyId(), IssueApiKey.Command.of(shop.id(), KeyAlgorithm.HMAC_SHA256, null), Duration.ofHours(1));
        assertThat(keys(Mode.SANDBOX).forSignature(old.keyId())).isNotNull();
        clock.advance(Duration.ofHours(1));
        refused(MerchantError.KEY_UNKNOWN, () -> keys(Mode.SANDBOX).forSignature(old.keyId()));
        assertThat(keys(Mode.SANDBOX).forSignature(fresh.keyId())).isNotNull();
        issue.revoke(shop.id(), fresh.keyId());
        refused(MerchantError.KEY_UNKNOWN, () -> keys(Mode.SANDBOX).forSignature(fresh.keyId()));
    }

    @Test
    void aSuspendedProviderIsStopped() {
        IssueApiKey.Issued key = issue(KeyAlgorithm.HMAC_SHA256);
        new ChangeProviderStatus(database.dataSource()).execute(shop.id(), ProviderStatus.SUSPENDED);
        refused(MerchantError.PROVIDER_SUSPENDED, () -> keys(Mode.SANDBOX).forSignature(key.keyId()));
    }

    private IssueApiKey.Issued issue(KeyAlgorithm algorithm) {
        return issue.execute(IssueApiKey.Command.of(shop.id(), algorithm, null));
    }

    private static String secret(IssueApiKey.Issued issued) {
        @Nullable String secret = issued.secret();
        return secret == null ? "" : secret;
    }

    private static void refused(MerchantError code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(Refused.class, e -> assertThat(e.code()).isEqualTo(code));
    }
}
