package io.tongbao.customer;

import java.util.Locale;

/**
 * The name of a payee as strangers may see it: enough to recognise a friend, not enough to learn a name. 张三 is shown as
 * *三, 欧阳娜娜 as ***娜, "Ann Lee" as "A** Lee".
 */
public record PayeeName(String masked, String full) {

    public static PayeeName of(String full) {
        return new PayeeName(mask(full.strip()), full.strip());
    }

    /** Whether what the payer expects is this payee: the masked form as shown, or the full name, in any case. */
    public boolean matches(String expected) {
        String wanted = expected.strip().toLowerCase(Locale.ROOT);
        return wanted.equals(masked.toLowerCase(Locale.ROOT)) || wanted.equals(full.toLowerCase(Locale.ROOT));
    }

    private static String mask(String name) {
        int space = name.lastIndexOf(' ');
        int[] points = name.codePoints().toArray();
        StringBuilder out = new StringBuilder(name.length());
        if (space > 0) {
            String given = name.substring(0, space);
            int[] givenPoints = given.codePoints().toArray();
            out.appendCodePoint(givenPoints[0]);
            for (int i = 1; i < givenPoints.length; i++) {
                out.appendCodePoint(givenPoints[i] == ' ' ? ' ' : '*');
            }
            return out.append(name, space, name.length()).toString();
        }
        if (points.length == 1) {
            return "*";
        }
        for (int i = 0; i < points.length - 1; i++) {
            out.append('*');
        }
        return out.appendCodePoint(points[points.length - 1]).toString();
    }

    /** Masked only. */
    @Override
    public String toString() {
        return masked;
    }
}
