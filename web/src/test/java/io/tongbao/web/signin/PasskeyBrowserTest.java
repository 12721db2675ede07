package io.tongbao.web.signin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import com.google.gson.JsonObject;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import io.tongbao.credential.ProofOfWork;
import io.tongbao.credential.ProofOfWork.Puzzle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** WebAuthn in a real Chromium with its virtual authenticator. */
final class PasskeyBrowserTest {

    private static final double LIMIT_MS = 20_000;

    private final List<String> complaints = new CopyOnWriteArrayList<>();

    @Test
    void aPasskeyIsRegisteredSignsInAndApprovesThatAmountToThatPayeeOnly() throws Exception {
        Path chromium = chromium();
        try (SignInStage stage = new SignInStage();
                Playwright playwright = Playwright.create(
                        new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
                Browser browser = playwright
                        .chromium()
                        .launch(new BrowserType.LaunchOptions()
                                .setExecutablePath(chromium)
                                .setArgs(List.of(
                                        "--no-sandbox",
                                        "--disable-background-networking",
                                        "--disable-component-update",
                                        "--no-first-run")));
                BrowserContext context = browser.newContext()) {
            Page page = context.newPage();
            page.setDefaultTimeout(LIMIT_MS);
            page.onConsoleMessage(message -> complaints.add(message.type() + " " + message.text()));
            CDPSession devtools = context.newCDPSession(page);
            String authenticator = addAuthenticator(devtools);

            page.navigate(stage.address() + "/app/passkeys");
            expectStatus(page, "signed_out");
            signInByCode(page, stage);
            page.reload();
            expectStatus(page, "ready");

            Puzzle puzzle = new Puzzle("a".repeat(80), 14, stage.clock.instant());
            assertThat(solveInAWorker(page, puzzle)).isEqualTo(ProofOfWork.solve(puzzle));

            page.locator("#label").fill("测试钥匙");
            page.locator("#register button").click();
            expectStatus(page, "registered");
            PlaywrightAssertions.assertThat(page.locator("#list li")).hasText("测试钥匙");
            page.locator("#register button").click();
            expectStatusNot(page, "registered");

            context.clearCookies();
            page.reload();
            expectStatus(page, "signed_out");
            page.locator("#sign-in button").click();
            expectStatus(page, "signed_in");

            page.locator("#amount").fill("1230");
            page.locator("#payee").fill("茶馆");
            page.locator("#approve button").click();
            expectStatus(page, "approved");

            approveTampered(page, "\"amount\":1230", "\"amount\":123000");
            approveTampered(page, "\"payee\":\"茶馆\"", "\"payee\":\"别人\"");

            page.locator("#approve button").click();
            expectStatus(page, "approved");

            context.clearCookies();
            page.reload();
            expectStatus(page, "signed_out");
            setUserVerified(devtools, authenticator);
            page.locator("#sign-in button").click();
            expectStatusNot(page, "signed_in");
            assertThat(complaints)
                    .as("what the browser said")
                    .noneMatch(said -> said.contains("Content Security Policy"));
        }
    }

    /** Somebody in between changes what is done after it was signed. */
    private static void approveTampered(Page page, String shown, String done) {
        page.route("**/app/v1/passkeys/trial", route -> {
            String body = route.request().postData();
            assertThat(body).contains(shown);
            route.resume(new Route.ResumeOptions().setPostData(body.replace(shown, done)));
        });
        page.locator("#approve button").click();
        PlaywrightAssertions.assertThat(status(page))
                .containsText("passkey_refused", new LocatorAssertions.ContainsTextOptions().setTimeout(LIMIT_MS));
        page.unroute("**/app/v1/passkeys/trial");
    }

    private static Object solveInAWorker(Page page, Puzzle puzzle) {
        return page.evaluate("""
                (puzzle) => new Promise((solved, failed) => {
                  const worker = new Worker("/app/proof-of-work.js");
                  worker.onmessage = (event) => solved(event.data.answer);
                  worker.onerror = (event) => failed(new Error(event.message));
                  worker.postMessage(puzzle);
                })
                """, Map.of("challenge", puzzle.challenge(), "bits", puzzle.bits()));
    }

    private static void signInByCode(Page page, SignInStage stage) {
        Object codeId = page.evaluate("""
                async (msisdn) => (await (await fetch("/app/v1/session/code-requests", {
                  method: "POST", headers: {"Content-Type": "application/json"}, body: JSON.stringify({msisdn})
                })).json()).code_id
                """, SignInStage.NUMBER);
        Object state =
                page.evaluate("""
                async (fields) => (await (await fetch("/app/v1/session/code", {
                  method: "POST", headers: {"Content-Type": "application/json"}, body: JSON.stringify(fields)
                })).json()).state
                """, Map.of("msisdn", SignInStage.NUMBER, "code_id", codeId, "code", stage.lastCode()));
        assertThat(state).isEqualTo("signed_in");
    }

    private static String addAuthenticator(CDPSession devtools) {
        devtools.send("WebAuthn.enable");
        JsonObject options = new JsonObject();
        options.addProperty("protocol", "ctap2");
        options.addProperty("transport", "internal");
        options.addProperty("hasResidentKey", true);
        options.addProperty("hasUserVerification", true);
        options.addProperty("isUserVerified", true);
        options.addProperty("automaticPresenceSimulation", true);
        JsonObject parameters = new JsonObject();
        parameters.add("options", options);
        return devtools.send("WebAuthn.addVirtualAuthenticator", parameters)
                .get("authenticatorId")
                .getAsString();
    }

    private static void setUserVerified(CDPSession devtools, String authenticator) {
        JsonObject parameters = new JsonObject();
        parameters.addProperty("authenticatorId", authenticator);
        parameters.addProperty("isUserVerified", false);
        devtools.send("WebAuthn.setUserVerified", parameters);
    }

    private static void expectStatus(Page page, String expected) {
        PlaywrightAssertions.assertThat(status(page))
                .hasText(expected, new LocatorAssertions.HasTextOptions().setTimeout(LIMIT_MS));
    }

    /** Some other outcome than the good one, whatever the browser calls it. */
    private static void expectStatusNot(Page page, String good) {
        PlaywrightAssertions.assertThat(status(page))
                .hasText(
                        Pattern.compile("(?!" + good + "$)[^…]{3,}"),
                        new LocatorAssertions.HasTextOptions().setTimeout(LIMIT_MS));
    }

    private static Locator status(Page page) {
        return page.locator("#status");
    }

    /** Without a browser the test is skipped by name on a laptop and fails in CI. */
    private static Path chromium() {
        Optional<Path> found = Stream.of(System.getenv("PATH").split(":"))
                .flatMap(directory -> Stream.of("chromium", "chromium-browser", "google-chrome")
                        .map(name -> Path.of(directory, name)))
                .filter(Files::isExecutable)
                .findFirst();
        if (found.isEmpty()) {
            if ("true".equals(System.getenv("CI"))) {
                fail("chromium is not installed");
            }
            abort("chromium is not installed");
        }
        return found.orElseThrow();
    }
}
