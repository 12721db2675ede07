package io.tongbao.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class VaultPropertiesTest {

    private static final Vault VAULT = Vault.inMemory();

    @Property(tries = 300)
    void whatIsSealedOpensInItsPlaceAndNowhereElse(
            @ForAll KeyPurpose purpose,
            @ForAll KeyPurpose otherPurpose,
            @ForAll @StringLength(max = 60) String place,
            @ForAll @StringLength(max = 60) String otherPlace,
            @ForAll @Size(max = 300) byte[] plain) {
        byte[] sealed = VAULT.seal(purpose, place, plain);
        assertThat(sealed).hasSize(plain.length + Vault.OVERHEAD_BYTES);
        assertThat(VAULT.open(purpose, place, sealed)).isEqualTo(plain);
        assertThat(VAULT.seal(purpose, place, plain)).isNotEqualTo(sealed);
        // Strings that have no UTF-8 all become the same bytes; places are names and ids.
        if (!Arrays.equals(otherPlace.getBytes(StandardCharsets.UTF_8), place.getBytes(StandardCharsets.UTF_8))) {
            assertDoesNotOpen(VAULT, purpose, otherPlace, sealed);
        }
        if (otherPurpose != purpose) {
            assertDoesNotOpen(VAULT, otherPurpose, place, sealed);
        }
    }

    @Property(tries = 20)
    void anyChangedByteIsNoticed(
            @ForAll KeyPurpose purpose,
            @ForAll @Size(max = 40) byte[] plain,
            @ForAll @IntRange(min = 1, max = 255) int by) {
        byte[] sealed = VAULT.seal(purpose, "place", plain);
        for (int i = 0; i < sealed.length; i++) {
            byte[] changed = sealed.clone();
            changed[i] ^= (byte) by;
            assertDoesNotOpen(VAULT, purpose, "place", changed);
        }
        for (int length = 0; length < sealed.length; length++) {
            assertDoesNotOpen(VAULT, purpose, "place", Arrays.copyOf(sealed, length));
        }
        assertDoesNotOpen(VAULT, purpose, "place", Arrays.copyOf(sealed, sealed.length + 1));
    }

    @Property(tries = 50)
    void aVersionIsPartOfWhatIsSealed(@ForAll KeyPurpose purpose, @ForAll @Size(max = 40) byte[] plain) {
        Vault rotated = VAULT.rotatedInMemory(purpose);
        byte[] old = VAULT.seal(purpose, "place", plain);
        byte[] fresh = rotated.seal(purpose, "place", plain);
        assertThat(Vault.versionOf(old)).isEqualTo(1);
        assertThat(Vault.versionOf(fresh)).isEqualTo(2);
        assertThat(rotated.open(purpose, "place", old)).isEqualTo(plain);
        assertThat(rotated.open(purpose, "place", fresh)).isEqualTo(plain);
        assertDoesNotOpen(VAULT, purpose, "place", fresh);
        ByteBuffer.wrap(old).putShort(1, (short) 2);
        ByteBuffer.wrap(fresh).putShort(1, (short) 1);
        assertDoesNotOpen(rotated, purpose, "place", old);
        assertDoesNotOpen(rotated, purpose, "place", fresh);
    }

    @Property(tries = 200)
    void aDigestIsOfItsMessagePurposeAndVersion(
            @ForAll KeyPurpose purpose,
            @ForAll KeyPurpose otherPurpose,
            @ForAll @Size(max = 100) byte[] message,
            @ForAll @Size(max = 100) byte[] otherMessage) {
        Assume.that(purpose != otherPurpose && !Arrays.equals(message, otherMessage));
        KeyedDigest digest = VAULT.mac(purpose, message);
        assertThat(VAULT.mac(purpose, message)).isEqualTo(digest);
        assertThat(VAULT.mac(purpose, 1, message)).isEqualTo(digest.digest());
        assertThat(VAULT.macIfLoaded(purpose, 1, message)).isEqualTo(digest.digest());
        assertThat(VAULT.macIfLoaded(purpose, 2, message)).isNull();
        assertThat(VAULT.mac(otherPurpose, message).matches(digest.digest())).isFalse();
        assertThat(VAULT.mac(purpose, otherMessage).matches(digest.digest())).isFalse();
        Vault rotated = VAULT.rotatedInMemory(purpose);
        KeyedDigest fresh = rotated.mac(purpose, message);
        assertThat(fresh.version()).isEqualTo((short) 2);
        assertThat(fresh.matches(digest.digest())).isFalse();
        assertThat(rotated.macs(purpose, message)).isEqualTo(List.of(fresh, digest));
        assertThatThrownBy(() -> VAULT.mac(purpose, 2, message)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void nothingPrintsAKeyOrADigest() {
        KeyedDigest digest = VAULT.mac(KeyPurpose.PIN, new byte[1]);
        assertThat(digest).hasToString("KeyedDigest[version 1]");
        assertThat(VAULT.toString()).contains("DataKey[pin 1]").hasSizeLessThan(400);
    }

    private static void assertDoesNotOpen(Vault vault, KeyPurpose purpose, String place, byte[] sealed) {
        assertThatThrownBy(() -> vault.open(purpose, place, sealed)).isInstanceOf(IllegalStateException.class);
    }
}
