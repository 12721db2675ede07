package io.tongbao.server.sandbox;

import io.tongbao.customer.identity.AnswerCheck;
import io.tongbao.customer.identity.IdentityCheck;
import io.tongbao.customer.identity.IdentityCheck.Answer;
import io.tongbao.customer.identity.IdentityStatus;
import io.tongbao.customer.tier.CheckKind;
import io.tongbao.kernel.PublicId;
import io.tongbao.kernel.Refused;
import io.tongbao.kernel.RequestError;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * Whoever vouches for names in a sandbox: police, banks, carriers. Each confirms everybody, unless told by {@code
 * /sandbox/identity} to say no or nothing about a number; {@code /sandbox/identity/answers} is a late answer. In memory.
 */
@RestController
final class SandboxIdentityRegistry {

    private static final int MOST_SCRIPTS = 10_000;

    private final ObjectProvider<AnswerCheck> answers;
    private final Map<String, String> scripts = new ConcurrentHashMap<>();

    SandboxIdentityRegistry(ObjectProvider<AnswerCheck> answers) {
        this.answers = answers;
    }

    /** What to say from now on when asked about a number. */
    record Script(
            @Nullable String number,
            @Nullable String kind,
            @Nullable String answer) {}

    /** An answer that comes by itself. */
    record Late(@Nullable String check, @Nullable String answer) {}

    /** One source of the registry. */
    IdentityCheck source(CheckKind kind) {
        return new IdentityCheck() {
            @Override
            public CheckKind kind() {
                return kind;
            }

            @Override
            public String source() {
                return "sandbox-" + kind.wire();
            }

            @Override
            public Answer ask(Question question) {
                return answer(scripts.getOrDefault(key(question.document().number(), kind.wire()), "match"));
            }
        };
    }

    @PostMapping("/sandbox/identity")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void script(@RequestBody Script script) {
        String answer = required("answer", script.answer());
        answer(answer);
        String key = key(required("number", script.number()), required("kind", script.kind()));
        if (scripts.size() >= MOST_SCRIPTS) {
            scripts.clear();
        }
        scripts.put(key, answer);
    }

    @PostMapping("/sandbox/identity/answers")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void late(@RequestBody Late late) {
        answers.getObject()
                .execute(
                        PublicId.parse(IdentityStatus.Check.PREFIX, required("check", late.check()))
                                .orElseThrow(() -> new Refused(RequestError.INVALID_REQUEST, "check")),
                        answer(required("answer", late.answer())));
    }

    private static String required(String name, @Nullable String value) {
        if (value == null) {
            throw new Refused(RequestError.MISSING_FIELD, name);
        }
        return value;
    }

    private static Answer answer(String word) {
        return switch (word) {
            case "match" -> new Answer.Match();
            case "mismatch" -> new Answer.Mismatch("scripted");
            case "unknown" -> new Answer.Unknown("scripted");
            default -> throw new Refused(RequestError.INVALID_REQUEST, "answer: match, mismatch or unknown");
        };
    }

    private static String key(String number, String kind) {
        return number.strip().toUpperCase(Locale.ROOT) + "/" + kind;
    }
}
