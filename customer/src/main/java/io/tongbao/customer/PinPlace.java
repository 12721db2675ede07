package io.tongbao.customer;

import io.tongbao.credential.guess.GuessState;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;

/**
 * Where a customer's PIN has been right before, and the wrong guesses made there since. A stranger who guesses elsewhere does not
 * lock it.
 *
 * @param key of the place, never 0
 */
record PinPlace(long key, GuessState guesses) {

    /** Nowhere in particular: judged with all strangers. */
    static final long NOWHERE = 0;

    /** Places that a customer is known at; the one that has been known longest gives way. */
    static final int MOST = 6;

    private static final int RADIX = 36;

    /** 64 bits of a place's name: a browser's secret, a provider's id. */
    static long keyOf(String place) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest(("pin-place|" + place).getBytes(StandardCharsets.UTF_8));
            long key = ByteBuffer.wrap(digest).getLong();
            return key == NOWHERE ? 1 : key;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** One line for the row. */
    static String write(List<PinPlace> places) {
        StringBuilder text = new StringBuilder();
        for (PinPlace place : places) {
            GuessState guesses = place.guesses();
            text.append(text.isEmpty() ? "" : ";")
                    .append(Long.toString(place.key(), RADIX))
                    .append(',')
                    .append(guesses.counted())
                    .append(',')
                    .append(guesses.lockedUntilTs())
                    .append(',')
                    .append(guesses.sinceTs());
        }
        return text.toString();
    }

    /** Reads what {@link #write} wrote. */
    static List<PinPlace> read(String text) {
        if (text.isEmpty()) {
            return List.of();
        }
        List<PinPlace> places = new ArrayList<>(MOST);
        for (String part : text.split(";", -1)) {
            String[] fields = part.split(",", -1);
            places.add(new PinPlace(
                    Long.parseLong(fields[0], RADIX),
                    new GuessState(Integer.parseInt(fields[1]), Long.parseLong(fields[2]), Long.parseLong(fields[3]))));
        }
        return List.copyOf(places);
    }
}
