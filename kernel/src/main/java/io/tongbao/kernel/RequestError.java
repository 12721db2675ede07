package io.tongbao.kernel;

/** Errors that any entry point can answer, whatever the use case behind it. */
public enum RequestError implements ErrorCode {
    INVALID_REQUEST(
            ErrorCategory.USER,
            400,
            "请求内容有误，请按提示的字段更正后重试。",
            "The request is not valid; correct the named field and send it again."),
    UNKNOWN_FIELD(
            ErrorCategory.USER,
            400,
            "请求含有未知字段，请删除或更正字段名。",
            "The request has an unknown field; remove it or correct its name."),
    DUPLICATE_FIELD(ErrorCategory.USER, 400, "请求含有重复字段，请只保留一个。", "The request names a field twice; keep one."),
    MISSING_FIELD(
            ErrorCategory.USER,
            400,
            "请求缺少必填字段，请补充后重试。",
            "The request lacks a required field; add it and send it again."),
    INVALID_JSON(ErrorCategory.USER, 400, "请求不是有效的 JSON，请检查格式。", "The body is not valid JSON; check its syntax."),
    IDEMPOTENCY_KEY_REQUIRED(
            ErrorCategory.USER,
            400,
            "写请求必须带 Idempotency-Key（1 到 64 个可见 ASCII 字符）。",
            "Every write needs an Idempotency-Key of 1 to 64 visible ASCII characters."),
    INVALID_CURSOR(
            ErrorCategory.USER, 400, "分页游标无效，请从第一页开始。", "The page cursor is not valid; start from the first page."),
    INVALID_AMOUNT(
            ErrorCategory.USER,
            400,
            "金额必须是 1 到 10¹⁵ 之间的整数（最小货币单位）。",
            "The amount must be a whole number of minor units from 1 to 10¹⁵."),
    UNSUPPORTED_CURRENCY(
            ErrorCategory.USER,
            400,
            "不支持该币种，请使用账户的币种。",
            "This currency is not supported here; use the account's currency."),
    INVALID_MSISDN(
            ErrorCategory.USER,
            400,
            "手机号码格式不正确，请使用国际格式。",
            "The phone number is not valid; use the international format."),
    INVALID_ENCODING(ErrorCategory.USER, 400, "请求不是有效的 UTF-8 编码。", "The request is not valid UTF-8; send it as UTF-8."),
    BODY_TOO_LARGE(ErrorCategory.USER, 413, "请求内容过大，请缩小后重试。", "The request body is too large; make it smaller."),
    NOT_FOUND(ErrorCategory.USER, 404, "没有找到该对象，请检查编号。", "There is no such object; check its id."),
    METHOD_NOT_ALLOWED(
            ErrorCategory.USER,
            405,
            "该地址不支持此请求方法。",
            "This address does not accept this method; see the API reference."),
    UNSUPPORTED_MEDIA_TYPE(
            ErrorCategory.USER, 415, "请以 application/json 发送请求。", "Send the request as application/json."),
    OVERLOADED(
            ErrorCategory.RESOURCE,
            503,
            "系统繁忙，请稍后用同一编号重试。",
            "The system is busy; retry later with the same idempotency key."),
    RATE_LIMITED(
            ErrorCategory.RESOURCE,
            429,
            "请求过于频繁，请按 Retry-After 等待后重试。",
            "Too many requests; wait as Retry-After says and try again."),
    OUTCOME_UNKNOWN(
            ErrorCategory.RESOURCE,
            503,
            "结果暂时未知，请用同一编号查询或重试。",
            "The outcome is not known yet; retry with the same idempotency key or query it."),
    INTERNAL_ERROR(
            ErrorCategory.INTERNAL,
            500,
            "系统内部错误，请用同一编号重试或联系客服。",
            "An internal error; retry with the same idempotency key or contact support.");

    private final ErrorText text;

    RequestError(ErrorCategory category, int httpStatus, String zh, String en) {
        this.text = new ErrorText(category, httpStatus, zh, en);
    }

    @Override
    public ErrorText text() {
        return text;
    }
}
