package io.tongbao.customer.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tongbao.customer.CustomerError;
import io.tongbao.customer.identity.IdentityDocument.Passport;
import io.tongbao.customer.identity.IdentityDocument.ResidentCard;
import io.tongbao.kernel.Refused;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DocumentsAndNumbersTest {

    /** The example of GB 11643 itself. */
    @Test
    void theStandardsExampleIsValid() {
        ResidentId id = new ResidentId("11010519491231002x");
        assertThat(id.number()).isEqualTo("11010519491231002X");
        assertThat(id.birthDate()).isEqualTo(LocalDate.of(1949, 12, 31));
        assertThat(id.toString()).doesNotContain("1949");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "110105194912310021",
                "11010519490231002X",
                "99010519491231002X",
                "1101051949123100",
                "11010519491231002Y",
                ""
            })
    void othersAreRefusedWithoutBeingRepeated(String number) {
        assertThatThrownBy(() -> new ResidentId(number)).isInstanceOfSatisfying(Refused.class, e -> {
            assertThat(e.code()).isEqualTo(CustomerError.INVALID_IDENTITY_NUMBER);
            if (!number.isEmpty()) {
                assertThat(e.getMessage()).doesNotContain(number);
            }
        });
    }

    /** One wrong digit is always found. */
    @Property
    void oneWrongDigitIsFound(
            @ForAll @IntRange(min = 0, max = 999) int sequence,
            @ForAll @IntRange(min = 14, max = 16) int place,
            @ForAll @IntRange(min = 1, max = 9) int change) {
        String number = ResidentIds.of(sequence).number();
        char wrong = (char) ('0' + (number.charAt(place) - '0' + change) % 10);
        String changed = number.substring(0, place) + wrong + number.substring(place + 1);
        assertThatThrownBy(() -> new ResidentId(changed)).isInstanceOf(Refused.class);
    }

    @Test
    void documentsAreReadBackAndExpire() {
        LocalDate today = LocalDate.of(2026, 3, 1);
        for (IdentityDocument document : new IdentityDocument[] {
            new ResidentCard(ResidentIds.of(1), null), new Passport("deu", "c01x00t47", today)
        }) {
            assertThat(IdentityDocument.of(document.lookup(), document.expiresOn()))
                    .isEqualTo(document);
            document.requireValid(today);
        }
        assertThatThrownBy(() -> new Passport("DEU", "C01X00T47", today.minusDays(1)).requireValid(today))
                .isInstanceOfSatisfying(
                        Refused.class, e -> assertThat(e.code()).isEqualTo(CustomerError.DOCUMENT_EXPIRED));
        assertThatThrownBy(() -> new Passport("D", "C01X00T47", today)).isInstanceOf(Refused.class);
    }

    @Test
    void picturesLoseEverythingThatIsNotPicture() throws IOException {
        BufferedImage image = new BufferedImage(40, 30, BufferedImage.TYPE_INT_RGB);
        image.setRGB(7, 9, 0xff8800);
        byte[] jpeg = written(image, "jpeg");
        byte[] exif = segment(0xe1, "Exif\0\0GPS 39.9N 116.4E");
        byte[] comment = segment(0xfe, "my home");
        byte[] dirty = join(
                Arrays.copyOf(jpeg, 2), exif, comment, Arrays.copyOfRange(jpeg, 2, jpeg.length), text("#!/bin/sh"));
        Picture clean = Picture.clean(dirty);
        assertThat(clean.mediaType()).isEqualTo("image/jpeg");
        assertThat(new String(clean.bytes(), StandardCharsets.ISO_8859_1)).doesNotContain("GPS", "home", "/bin/sh");
        assertThat(ImageIO.read(new ByteArrayInputStream(clean.bytes())).getWidth())
                .isEqualTo(40);
        assertThat(clean.bytes()).isEqualTo(jpeg);

        byte[] png = written(image, "png");
        int end = png.length - 12;
        byte[] withText = join(
                Arrays.copyOf(png, end),
                chunk("tEXt", "Location\0my home"),
                Arrays.copyOfRange(png, end, png.length),
                text("MZ"));
        Picture cleanPng = Picture.clean(withText);
        assertThat(cleanPng.mediaType()).isEqualTo("image/png");
        assertThat(new String(cleanPng.bytes(), StandardCharsets.ISO_8859_1))
                .doesNotContain("home")
                .doesNotEndWith("MZ");
        assertThat(ImageIO.read(new ByteArrayInputStream(cleanPng.bytes())).getRGB(7, 9) & 0xffffff)
                .isEqualTo(0xff8800);
    }

    @Property
    void anyOtherBytesAreRefusedOrCleaned(@ForAll @Size(max = 300) byte[] bytes) {
        byte[] jpegLike = join(new byte[] {(byte) 0xff, (byte) 0xd8, (byte) 0xff, (byte) 0xe0}, bytes);
        for (byte[] raw : new byte[][] {bytes, jpegLike}) {
            try {
                assertThat(Picture.clean(raw).bytes().length).isLessThanOrEqualTo(raw.length);
            } catch (Refused e) {
                assertThat(e.code()).isEqualTo(CustomerError.INVALID_PICTURE);
            }
        }
    }

    private static byte[] written(BufferedImage image, String format) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        assertThat(ImageIO.write(image, format, out)).isTrue();
        return out.toByteArray();
    }

    private static byte[] segment(int marker, String content) {
        byte[] text = text(content);
        int length = text.length + 2;
        return join(new byte[] {(byte) 0xff, (byte) marker, (byte) (length >> 8), (byte) length}, text);
    }

    private static byte[] chunk(String type, String content) {
        byte[] body = join(text(type), text(content));
        CRC32 crc = new CRC32();
        crc.update(body);
        return join(number(body.length - 4), body, number((int) crc.getValue()));
    }

    private static byte[] number(int value) {
        return new byte[] {(byte) (value >>> 24), (byte) (value >>> 16), (byte) (value >>> 8), (byte) value};
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }
}
