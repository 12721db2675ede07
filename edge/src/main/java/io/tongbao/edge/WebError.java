package io.tongbao.edge;

import io.tongbao.kernel.ErrorCategory;
import io.tongbao.kernel.ErrorCode;
import io.tongbao.kernel.ErrorText;

/** Refusals that are about browsers. */
public enum WebError implements ErrorCode {
    CROSS_SITE_REQUEST(
            403,
            "该请求来自其他网站，已拒绝，请从本站页面操作。",
            "The request came from another site and was refused; act on our own pages."),
    CSRF_TOKEN_REQUIRED(
            403,
            "请求缺少有效的 X-CSRF-Token，请刷新页面后重试。",
            "The request lacks a valid X-CSRF-Token; read it anew and send it along."),
    PLAIN_HTTP_REFUSED(403, "只接受 HTTPS 请求，请改用 https 地址。", "Only HTTPS is answered here; use the https address.");

    private final ErrorText text;

    WebError(int httpStatus, String zh, String en) {
        this.text = new ErrorText(ErrorCategory.USER, httpStatus, zh, en);
    }

    @Override
    public ErrorText text() {
        return text;
    }
}
