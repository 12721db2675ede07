package io.tongbao.server;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The house style as far as text can show it; each rule names what to write instead. */
final class TidyRules {

    static final int MOST_LINES = 400;

    private static final String DRAWERS = "util|utils|impl|common|helper|helpers|manager|service";
    private static final Pattern NOT_CODE =
            Pattern.compile("/\\*.*?\\*/|//[^\\n]*|\"\"\".*?\"\"\"|\"(?:\\\\.|[^\"\\\\\\n])*\"", Pattern.DOTALL);
    private static final Pattern AUTHOR = Pattern.compile("@author\\b");
    private static final Pattern CATCH_ALL = Pattern.compile(
            "catch \\(\\s*(?:final )?[^)]*\\b(?:Exception|Throwable|RuntimeException|Error)\\s+\\w+\\)");

    private record Rule(Pattern found, String instead, Predicate<String> appliesTo) {}

    private static final List<Rule> MAIN = List.of(
            rule(
                    "\\b(?:Instant|LocalDate|LocalTime|LocalDateTime|OffsetDateTime|ZonedDateTime|Year|YearMonth)\\.now\\("
                            + "|\\bSystem\\.currentTimeMillis\\(|\\bnew Date\\(\\)|\\bClock\\.system",
                    "take the time from an injected java.time.InstantSource"),
            rule("\\bUUID\\.randomUUID\\(", "take ids from an injected io.tongbao.kernel.Ids"),
            rule(
                    "\\bMath\\.random\\(|\\bnew Random\\(\\)|\\bThreadLocalRandom\\b",
                    "take randomness from an injected java.util.random.RandomGenerator"),
            rule(
                    "(?i)\\b(?:double|float)\\s+\\w*(?:amount|minor|balance|money|price|fee|sum)\\w*",
                    "count money in long minor units, or use io.tongbao.kernel.Money"),
            new Rule(
                    Pattern.compile("\\bSystem\\.(?:out|err)\\b|\\.printStackTrace\\(\\)"),
                    "log with SLF4J; only command classes talk to the terminal",
                    path -> !path.startsWith("bench/")
                            && !path.contains("/cli/")
                            && !path.endsWith("Command.java")
                            && !path.endsWith("/Main.java")),
            rule(
                    "(?m)^package io\\.tongbao\\.(?:\\w+\\.)*(?:" + DRAWERS + ")\\b",
                    "name the package after what it is about; behaviour belongs on the type"),
            rule(
                    "\\b(?:class|record|interface|enum) \\w*(?:Impl|Util|Utils|Helper|Helpers|Manager|Service)\\b",
                    "name the type after what it does; an interface with one Impl needs no interface"),
            rule("\\bThread\\.sleep\\(", "wait for a condition, or let a scheduler call back"));

    private static final List<Rule> TEST = List.of(
            rule("\\bThread\\.sleep\\(", "turn a FakeClock, or wait for the condition itself"),
            rule("\\borg\\.(?:mockito|easymock|powermock)\\b|\\bio\\.mockk\\b", "write a fake that behaves"));

    private TidyRules() {}

    /**
     * @param path relative to the repository, with slashes
     * @return one line per violation
     */
    static List<String> check(String path, String source) {
        List<String> violations = new ArrayList<>();
        String code = withoutCommentsAndStrings(source);
        boolean test = path.contains("/src/test/");
        for (Rule rule : test ? TEST : MAIN) {
            Matcher matcher = rule.found.matcher(code);
            while (rule.appliesTo.test(path) && matcher.find()) {
                violations.add(at(path, code, matcher.start()) + matcher.group().strip() + ": " + rule.instead);
            }
        }
        if (AUTHOR.matcher(source).find()) {
            violations.add(path + ": @author: the history knows who wrote it; remove the tag");
        }
        if (!test) {
            violations.addAll(catchAlls(path, source, code));
            long lines = source.lines().count();
            if (lines > MOST_LINES) {
                violations.add(path + ": " + lines + " lines: over " + MOST_LINES + " a class is two classes");
            }
        }
        return violations;
    }

    /** Catching everything is for the edge of a process, and says why in a comment on its line or the next one. */
    private static List<String> catchAlls(String path, String source, String code) {
        List<String> violations = new ArrayList<>();
        String[] lines = source.split("\n", -1);
        Matcher matcher = CATCH_ALL.matcher(code);
        while (matcher.find()) {
            String caught = matcher.group();
            if (!Pattern.compile("[(|]\\s*(?:final )?(?:Exception|Throwable|RuntimeException|Error)\\b")
                    .matcher(caught)
                    .find()) {
                continue;
            }
            int line = lineOf(code, matcher.end());
            boolean explained = lines[line - 1].contains("//")
                    || (line < lines.length && lines[line].strip().startsWith("//"));
            if (!explained) {
                violations.add(path + ":" + line + ": " + caught
                        + ": catch what you can decide; at a process edge say why in a comment");
            }
        }
        return violations;
    }

    /** Blanks comments and strings but keeps line numbers. */
    private static String withoutCommentsAndStrings(String source) {
        return NOT_CODE.matcher(source).replaceAll(match -> "\n"
                .repeat((int) match.group().chars().filter(c -> c == '\n').count()));
    }

    private static String at(String path, String code, int offset) {
        return path + ":" + lineOf(code, offset) + ": ";
    }

    private static int lineOf(String code, int offset) {
        return 1
                + (int) code.substring(0, offset).chars().filter(c -> c == '\n').count();
    }

    private static Rule rule(String pattern, String instead) {
        return new Rule(Pattern.compile(pattern), instead, path -> true);
    }
}
