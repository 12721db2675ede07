package io.tongbao.merchant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretBoxTest {

    private static final byte[] SECRET = "sk_test_something".getBytes(StandardCharsets.US_ASCII);

    @TempDir
    Path directory;

    @Test
    void opensOnlyInItsPlaceAndWithItsKey() {
        SecretBox box = SecretBox.open(directory);
        byte[] sealed = box.seal("api_key:1", SECRET);
        assertThat(SecretBox.open(directory).unseal("api_key:1", sealed)).isEqualTo(SECRET);
        assertThat(new String(sealed, StandardCharsets.ISO_8859_1)).doesNotContain("sk_test");
        assertThatThrownBy(() -> box.unseal("api_key:2", sealed)).hasMessageContaining("api_key:2");
        SecretBox other = SecretBox.open(directory.resolve("other"));
        assertThatThrownBy(() -> other.unseal("api_key:1", sealed)).isInstanceOf(IllegalStateException.class);
        sealed[sealed.length - 1] ^= 1;
        assertThatThrownBy(() -> box.unseal("api_key:1", sealed)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void theKeyFileIsItsOwnersAlone() throws IOException {
        SecretBox unused = SecretBox.open(directory);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve(SecretBox.FILE))))
                .isEqualTo("rw-------");
    }

    @Test
    void aNewerKeySealsAndTheOlderStillOpens() throws IOException {
        byte[] sealed = SecretBox.open(directory).seal("x", SECRET);
        Files.writeString(
                directory.resolve(SecretBox.FILE),
                "2:" + Base64.getEncoder().encodeToString(new byte[32]) + "\n",
                StandardOpenOption.APPEND);
        SecretBox rotated = SecretBox.open(directory);
        assertThat(rotated.unseal("x", sealed)).isEqualTo(SECRET);
        assertThat(rotated.seal("x", SECRET)[0]).isEqualTo((byte) 2);
    }
}
