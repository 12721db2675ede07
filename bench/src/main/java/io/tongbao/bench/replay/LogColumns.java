package io.tongbao.bench.replay;

import io.tongbao.bench.cli.CommandFailed;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Where the columns of a log are, found by the names in its first record; case does not count, other columns are ignored.
 *
 * @param oldBalanceDest -1 when the log has none
 */
record LogColumns(
        int step, int action, int amount, int nameOrig, int oldBalanceOrig, int nameDest, int oldBalanceDest) {

    private static final List<String> REQUIRED =
            List.of("step", "action", "amount", "nameOrig", "oldBalanceOrig", "nameDest");
    private static final String OPTIONAL = "oldBalanceDest";

    /** Reads the present record as the header. */
    static LogColumns of(CsvReader header) {
        Map<String, Integer> found = new HashMap<>();
        for (int i = 0; i < header.fields(); i++) {
            String name = header.field(i).toLowerCase(Locale.ROOT);
            if (found.put(name, i) != null && isOurs(name)) {
                throw new CommandFailed("the header names the column " + header.field(i) + " twice");
            }
        }
        List<String> missing = new ArrayList<>();
        int[] at = new int[REQUIRED.size()];
        for (int i = 0; i < at.length; i++) {
            Integer index = found.get(REQUIRED.get(i).toLowerCase(Locale.ROOT));
            if (index == null) {
                missing.add(REQUIRED.get(i));
            } else {
                at[i] = index;
            }
        }
        if (!missing.isEmpty()) {
            throw new CommandFailed("the header lacks the column" + (missing.size() > 1 ? "s " : " ")
                    + String.join(", ", missing) + "; needed are " + String.join(", ", REQUIRED));
        }
        return new LogColumns(
                at[0], at[1], at[2], at[3], at[4], at[5], found.getOrDefault(OPTIONAL.toLowerCase(Locale.ROOT), -1));
    }

    private static boolean isOurs(String lowerCaseName) {
        return OPTIONAL.equalsIgnoreCase(lowerCaseName)
                || REQUIRED.stream().anyMatch(name -> name.equalsIgnoreCase(lowerCaseName));
    }

    /** Fields a record must have at least. */
    int width() {
        return 1
                + Math.max(
                        Math.max(Math.max(step, action), Math.max(amount, nameOrig)),
                        Math.max(Math.max(oldBalanceOrig, nameDest), oldBalanceDest));
    }
}
