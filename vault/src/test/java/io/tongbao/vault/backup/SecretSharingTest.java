package io.tongbao.vault.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tongbao.testkit.SeededRandom;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class SecretSharingTest {

    @Property(tries = 300)
    void enoughSharesGiveTheSecretInAnyOrder(
            @ForAll @Size(min = 1, max = 64) byte[] secret,
            @ForAll @IntRange(min = 2, max = 12) int threshold,
            @ForAll @IntRange(min = 0, max = 8) int spare,
            @ForAll long seed) {
        List<KeyShare> shares =
                new ArrayList<>(SecretSharing.split(secret, threshold + spare, threshold, new SeededRandom(seed)));
        Collections.shuffle(shares, new Random(seed));
        assertThat(SecretSharing.join(shares.subList(0, threshold))).isEqualTo(secret);
        assertThat(SecretSharing.join(shares)).isEqualTo(secret);
        assertThatThrownBy(() -> SecretSharing.join(shares.subList(0, threshold - 1)))
                .isInstanceOf(IllegalArgumentException.class);
        List<KeyShare> twice = new ArrayList<>(Collections.nCopies(threshold, shares.getFirst()));
        assertThatThrownBy(() -> SecretSharing.join(twice)).hasMessageContaining("different shares are needed");
    }

    @Test
    void fewerSharesFitEverySecret() {
        // Two of three shares known, the third one guessed: each guess gives another secret, so each is as likely.
        List<KeyShare> shares = SecretSharing.split(new byte[] {42}, 5, 3, SeededRandom.orElse(1));
        Set<Byte> possible = new HashSet<>();
        for (int guess = 0; guess < 256; guess++) {
            KeyShare third = new KeyShare(shares.getFirst().set(), 3, 5, new byte[] {(byte) guess});
            possible.add(SecretSharing.join(List.of(shares.get(0), shares.get(1), third))[0]);
        }
        assertThat(possible).hasSize(256);
    }

    @Test
    void theFieldIsThatOfAes() {
        // FIPS 197 §4.2: {57} • {83} = {c1}, {57} • {13} = {fe}
        assertThat(SecretSharing.multiply(0x57, 0x83)).isEqualTo(0xc1);
        assertThat(SecretSharing.multiply(0x57, 0x13)).isEqualTo(0xfe);
        for (int a = 1; a < 256; a++) {
            assertThat(SecretSharing.multiply(a, SecretSharing.inverse(a))).isEqualTo(1);
        }
    }

    @Property(tries = 100)
    void aShareSurvivesPaperButNoTypingError(
            @ForAll @Size(min = 1, max = 40) byte[] secret, @ForAll @IntRange(min = 0, max = 1000) int at) {
        KeyShare share =
                SecretSharing.split(secret, 3, 2, SeededRandom.orElse(7)).get(1);
        String text = share.text();
        for (String typed : List.of(
                text,
                "  " + text.toLowerCase(Locale.ROOT) + "\n",
                text.replaceAll("(?<=[0-9A-F]{4})-(?=[0-9A-F]{4})", " "))) {
            assertThat(KeyShare.parse(typed).text()).isEqualTo(text);
        }
        int digits = text.lastIndexOf(' ') + 1;
        int place = digits + at % (text.length() - digits);
        if (text.charAt(place) != '-') {
            char other = text.charAt(place) == '7' ? '8' : '7';
            String wrong = text.substring(0, place) + other + text.substring(place + 1);
            assertThatThrownBy(() -> KeyShare.parse(wrong)).hasMessage("this is not a key share, or it was mistyped");
        }
        assertThat(share.toString()).isEqualTo("KeyShare[number 2, needs 2]");
    }

    @Test
    void sharesOfTwoSecretsDoNotMix() {
        SeededRandom random = SeededRandom.orElse(3);
        List<KeyShare> one = SecretSharing.split(new byte[32], 3, 2, random);
        List<KeyShare> other = SecretSharing.split(new byte[32], 3, 2, random);
        assertThatThrownBy(() -> SecretSharing.join(List.of(one.get(0), other.get(1))))
                .hasMessage("the shares are not all of one backup");
        for (int[] bad : new int[][] {{1, 1}, {3, 1}, {2, 3}, {256, 2}}) {
            assertThatThrownBy(() -> SecretSharing.split(new byte[32], bad[0], bad[1], random))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }
}
