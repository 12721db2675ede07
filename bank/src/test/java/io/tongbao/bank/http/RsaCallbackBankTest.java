package io.tongbao.bank.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.tongbao.bank.Bank;
import io.tongbao.bank.BankContract;
import io.tongbao.bank.BankKind;
import io.tongbao.bank.SignUp;
import io.tongbao.bank.SignUpAnswer;
import io.tongbao.bank.http.sandbox.HttpFace;
import io.tongbao.bank.http.wire.SealAlgorithm;
import io.tongbao.bank.sandbox.SandboxBank;
import io.tongbao.partner.PartnerAnswer;
import io.tongbao.partner.PartnerId;
import io.tongbao.partner.PartnerSettings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/** A bank that signs by RSA and calls back. */
final class RsaCallbackBankTest extends BankContract {

    private static final PartnerId ID = new PartnerId("rsa-bank");

    private @Nullable CallbackListener listener;

    @Override
    protected Bank connect(SandboxBank bankWithoutFace, Path keys) throws IOException {
        TestKeys.copyTo(keys, SealAlgorithm.RSA);
        HttpKind kind = new HttpKind();
        CallbackListener listening = new CallbackListener(kind.callbacks());
        listener = listening;
        HttpFace face =
                new HttpFace(new HttpFace.Settings(0, TestKeys.ofBank(keys, SealAlgorithm.RSA), listening.address(ID)));
        bankWithoutFace.addFace(face);
        PartnerSettings settings = new PartnerSettings(
                ID,
                "http",
                "甲银行",
                "First Bank",
                Map.ofEntries(
                        Map.entry("url", "http://" + face.address()),
                        Map.entry("signature", "rsa"),
                        Map.entry("key-id", "platform-1"),
                        Map.entry("key-file", "rsa-platform.pem"),
                        Map.entry("bank-key-id", "bank-1"),
                        Map.entry("bank-key-file", "rsa-bank.pub.pem"),
                        Map.entry("answers", "callback"),
                        Map.entry("timeout-ms", String.valueOf(TIMEOUT.toMillis()))));
        return kind.open(settings, new BankKind.Surroundings(clock, new PGSimpleDataSource(), keys, late));
    }

    @Test
    void theNetBanksPageHasOneButtonAndTheBankCallsBack() throws IOException, InterruptedException {
        SignUp signUp = signUp(SignUp.Mode.NET_BANK, "张伟");
        String page = ((SignUpAnswer.ContinueAt) bank.signUp(signUp)).where();
        HttpClient browser = HttpClient.newHttpClient();
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(page));
        assertThat(browser.send(request.GET().build(), BodyHandlers.ofString()).body())
                .containsOnlyOnce("<button>");
        assertThat(late.of(signUp.id())).isNull();
        HttpResponse<String> confirmed =
                browser.send(request.POST(BodyPublishers.noBody()).build(), BodyHandlers.ofString());
        assertThat(confirmed.statusCode()).isEqualTo(303);
        assertThat(confirmed.headers().firstValue("location")).contains(signUp.returnUrl());
        assertThat(late.of(signUp.id())).isInstanceOf(PartnerAnswer.Done.class);
        assertThat(bank.confirmSignUp(signUp, "")).isInstanceOf(SignUpAnswer.Signed.class);
    }

    @AfterEach
    void closeListener() {
        if (listener != null) {
            listener.close();
        }
    }
}
