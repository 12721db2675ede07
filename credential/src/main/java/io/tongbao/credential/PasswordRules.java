package io.tongbao.credential;

import io.tongbao.kernel.Refused;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which passwords are let in: long enough, and not built on a word that attackers try first or that is about the person. No
 * rule on kinds of characters (NIST SP 800-63B §3.1.1).
 */
final class PasswordRules {

    static final int LONGEST = 128;

    private static final int SHORTEST_STAFF = 12;
    private static final int SHORTEST_CUSTOMER = 8;
    private static final int FEWEST_DIFFERENT = 5;
    private static final int SHORTEST_WORD = 4;
    private static final int FEWEST_LETTERS = 4;
    private static final String LEET = "4@8310!157$02";
    private static final String PLAIN = "aabeloiistsoz";
    private static final String RUNS =
            "01234567890 abcdefghijklmnopqrstuvwxyz qwertyuiop asdfghjkl zxcvbnm 1qaz2wsx3edc4rfv5tgb6yhn 09876543210";

    private static final Set<String> COMMON = read();

    private PasswordRules() {}

    /**
     * Refuses with {@link CredentialError#WEAK_PASSWORD} and what is wrong with it, never the password.
     *
     * @param about words about the person and the place that are no secret: login, name, product; short ones are ignored
     */
    static void check(SubjectKind kind, String password, Collection<String> about) {
        int shortest = kind == SubjectKind.STAFF ? SHORTEST_STAFF : SHORTEST_CUSTOMER;
        int length = password.codePointCount(0, password.length());
        if (length < shortest || length > LONGEST) {
            throw weak("it has " + shortest + " to " + LONGEST + " characters");
        }
        if (password.codePoints().anyMatch(Character::isISOControl)) {
            throw weak("it has no control characters");
        }
        if (password.codePoints().distinct().count() < FEWEST_DIFFERENT) {
            throw weak("it has at least " + FEWEST_DIFFERENT + " different characters");
        }
        String lower = password.toLowerCase(Locale.ROOT);
        if (isRun(lower)) {
            throw weak("it is not a run along the keyboard or the alphabet");
        }
        String folded = fold(lower);
        if (isBuiltOn(lower, folded, COMMON)) {
            throw weak("it is not built on a common password");
        }
        Set<String> words = about.stream()
                .map(word -> word.toLowerCase(Locale.ROOT))
                .flatMap(word -> Arrays.stream(word.split("[^\\p{L}\\p{N}]+")))
                .filter(word -> word.codePointCount(0, word.length()) >= SHORTEST_WORD)
                .collect(Collectors.toSet());
        if (isBuiltOn(lower, folded, words)) {
            throw weak("it is not built on a name or on the place it is for");
        }
    }

    /** A word makes up the password when few letters are left without it: a year and a sign are no secret. */
    private static boolean isBuiltOn(String lower, String folded, Set<String> words) {
        for (String word : words) {
            if (lettersWithout(lower, lower, word) < FEWEST_LETTERS
                    || lettersWithout(lower, folded, word) < FEWEST_LETTERS) {
                return true;
            }
        }
        return false;
    }

    /** @param spelled the password letter by letter as the word may be spelled in it */
    private static long lettersWithout(String lower, String spelled, String word) {
        if (!spelled.contains(word)) {
            return Long.MAX_VALUE;
        }
        StringBuilder left = new StringBuilder(lower);
        for (int at = spelled.lastIndexOf(word); at >= 0; at = spelled.lastIndexOf(word, at - word.length())) {
            left.delete(at, at + word.length());
        }
        return left.codePoints().filter(Character::isLetter).count();
    }

    private static boolean isRun(String lower) {
        for (String run : RUNS.split(" ")) {
            String twice = run + run;
            if (twice.contains(lower) || new StringBuilder(twice).reverse().indexOf(lower) >= 0) {
                return true;
            }
        }
        return false;
    }

    private static String fold(String lower) {
        StringBuilder folded = new StringBuilder(lower.length());
        for (int i = 0; i < lower.length(); i++) {
            int at = LEET.indexOf(lower.charAt(i));
            folded.append(at < 0 ? lower.charAt(i) : PLAIN.charAt(at));
        }
        return folded.toString();
    }

    private static Set<String> read() {
        try (InputStream list = PasswordRules.class.getResourceAsStream("common-passwords.txt")) {
            if (list == null) {
                throw new IllegalStateException("the list of common passwords is part of the module");
            }
            return new String(list.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .flatMap(line -> Arrays.stream(line.strip().split("\\s+")))
                    .collect(Collectors.toUnmodifiableSet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Refused weak(String rule) {
        return new Refused(CredentialError.WEAK_PASSWORD, rule);
    }
}
