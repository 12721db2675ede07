package io.tongbao.merchant.http;

import io.tongbao.credential.CredentialError;
import io.tongbao.customer.CustomerError;
import io.tongbao.edge.WebError;
import io.tongbao.kernel.ErrorCode;
import io.tongbao.kernel.RequestError;
import io.tongbao.merchant.MerchantError;
import io.tongbao.merchant.signature.SignatureError;
import io.tongbao.partner.PartnerError;
import io.tongbao.payment.PaymentError;
import io.tongbao.payment.card.CardError;
import io.tongbao.payment.mandate.MandateError;
import io.tongbao.payment.prepaid.PrepaidError;
import io.tongbao.pki.PkiError;
import io.tongbao.staff.StaffError;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** All errors that the API can answer, rendered for people; docs/api/errors.md is checked against it. */
public final class ErrorCatalogue {

    private ErrorCatalogue() {}

    /** By module, in the order of declaration. */
    public static List<ErrorCode> all() {
        return Stream.<ErrorCode[]>of(
                        RequestError.values(),
                        SignatureError.values(),
                        MerchantError.values(),
                        CustomerError.values(),
                        PaymentError.values(),
                        PartnerError.values(),
                        CardError.values(),
                        PrepaidError.values(),
                        MandateError.values(),
                        PkiError.values(),
                        WebError.values(),
                        CredentialError.values(),
                        StaffError.values())
                .flatMap(Stream::of)
                .toList();
    }

    /** As a table in Markdown. */
    static String markdown(List<ErrorCode> errors) {
        StringBuilder out = new StringBuilder("""
                # Errors

                Every refusal is `application/problem+json` (RFC 9457) with `type`, `title`, `status`, `detail`, `code` and
                `request_id`, and `field` where one is to blame. Decide by `code`: it never changes. The title is in the language
                of `Accept-Language` (Chinese unless English is preferred). This file is generated from the code and checked by a test.

                | `code` | status | who acts | 中文 | English |
                |---|---|---|---|---|
                """);
        for (ErrorCode error : errors) {
            out.append("| `")
                    .append(error.code())
                    .append("` | ")
                    .append(error.httpStatus())
                    .append(" | ")
                    .append(error.category().name().toLowerCase(Locale.ROOT))
                    .append(" | ")
                    .append(error.zh())
                    .append(" | ")
                    .append(error.en())
                    .append(" |\n");
        }
        return out.toString();
    }

    static String html(List<ErrorCode> errors) {
        StringBuilder out = new StringBuilder("""
                <!doctype html>
                <html lang="zh"><head><meta charset="utf-8"><title>错误码 · Errors</title>
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <style>body{font-family:sans-serif;margin:2rem}td,th{padding:.3rem .6rem;text-align:left;border-bottom:1px solid}
                :target{background:#ffc}</style></head>
                <body><h1>错误码 · Errors</h1><p><a href="/docs">API</a></p><table>
                <tr><th scope="col">code</th><th scope="col">HTTP</th><th scope="col">中文</th><th scope="col">English</th></tr>
                """);
        for (ErrorCode error : errors) {
            out.append("<tr id=\"")
                    .append(error.code())
                    .append("\"><td><code>")
                    .append(error.code())
                    .append("</code></td><td>")
                    .append(error.httpStatus())
                    .append("</td><td lang=\"zh\">")
                    .append(escape(error.zh()))
                    .append("</td><td lang=\"en\">")
                    .append(escape(error.en()))
                    .append("</td></tr>\n");
        }
        return out.append("</table></body></html>\n").toString();
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
