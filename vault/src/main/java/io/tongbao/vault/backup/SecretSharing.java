package io.tongbao.vault.backup;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Shamir's secret sharing, byte by byte over GF(2⁸) with the polynomial of AES: any {@code threshold} shares give the secret,
 * fewer tell nothing about it but its length. Multiplication has no secret-dependent branches or table look-ups.
 */
public final class SecretSharing {

    /** Most shares of a secret: every share has its own non-zero byte as place. */
    public static final int MOST_SHARES = 255;

    private static final int REDUCTION = 0x1b;

    private SecretSharing() {}

    /**
     * Splits a secret.
     *
     * @param secret 1 byte or more
     * @param shares how many to make, 2 to 255
     * @param threshold how many are needed, 2 to {@code shares}
     * @param random cryptographic
     */
    public static List<KeyShare> split(byte[] secret, int shares, int threshold, RandomGenerator random) {
        if (threshold < 2 || shares < threshold || shares > MOST_SHARES || secret.length == 0) {
            throw new IllegalArgumentException("of 2 to 255 shares, at least 2 and at most all must be needed");
        }
        byte[][] values = new byte[shares][secret.length];
        byte[] coefficients = new byte[threshold];
        for (int i = 0; i < secret.length; i++) {
            random.nextBytes(coefficients);
            coefficients[0] = secret[i];
            for (int share = 0; share < shares; share++) {
                values[share][i] = (byte) evaluate(coefficients, share + 1);
            }
        }
        Arrays.fill(coefficients, (byte) 0);
        int set = random.nextInt();
        List<KeyShare> made = new ArrayList<>(shares);
        for (int share = 0; share < shares; share++) {
            made.add(new KeyShare(set, threshold, share + 1, values[share]));
        }
        return made;
    }

    /**
     * The secret of these shares. That they are right is for the caller to see: wrong shares give wrong bytes.
     *
     * @throws IllegalArgumentException when there are too few, or they are not of one secret
     */
    public static byte[] join(List<KeyShare> shares) {
        if (shares.isEmpty()) {
            throw new IllegalArgumentException("there are no shares");
        }
        KeyShare first = shares.getFirst();
        Set<Integer> places = new HashSet<>();
        List<KeyShare> used = new ArrayList<>();
        for (KeyShare share : shares) {
            if (share.set() != first.set()
                    || share.threshold() != first.threshold()
                    || share.length() != first.length()) {
                throw new IllegalArgumentException("the shares are not all of one backup");
            }
            if (places.add(share.index()) && used.size() < first.threshold()) {
                used.add(share);
            }
        }
        if (used.size() < first.threshold()) {
            throw new IllegalArgumentException(
                    first.threshold() + " different shares are needed, there are " + places.size());
        }
        byte[] secret = new byte[first.length()];
        for (KeyShare share : used) {
            int weight = weightAtZero(share.index(), used);
            byte[] value = share.value();
            for (int i = 0; i < secret.length; i++) {
                secret[i] ^= (byte) multiply(weight, value[i] & 0xff);
            }
        }
        return secret;
    }

    /** Lagrange's basis polynomial of this place, at 0. */
    private static int weightAtZero(int index, List<KeyShare> used) {
        int weight = 1;
        for (KeyShare other : used) {
            if (other.index() != index) {
                weight = multiply(weight, multiply(other.index(), inverse(other.index() ^ index)));
            }
        }
        return weight;
    }

    private static int evaluate(byte[] coefficients, int x) {
        int value = 0;
        for (int i = coefficients.length - 1; i >= 0; i--) {
            value = multiply(value, x) ^ (coefficients[i] & 0xff);
        }
        return value;
    }

    static int multiply(int a, int b) {
        int product = 0;
        int factor = a;
        for (int bit = 0; bit < 8; bit++) {
            product ^= factor & -((b >> bit) & 1);
            factor = (factor << 1) ^ (REDUCTION & -((factor >> 7) & 1));
            factor &= 0xff;
        }
        return product;
    }

    /** a²⁵⁴, which is 1/a for all but 0. */
    static int inverse(int a) {
        int result = 1;
        int power = a;
        for (int bit = 1; bit < 8; bit++) {
            power = multiply(power, power);
            result = multiply(result, power);
        }
        return result;
    }
}
