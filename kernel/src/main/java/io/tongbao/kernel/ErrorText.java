package io.tongbao.kernel;

/**
 * What an {@link ErrorCode} says besides its name.
 *
 * @param httpStatus that carries the code, 400 to 599
 * @param zh what happened and what to do, in Chinese, one sentence
 * @param en the same in English
 */
public record ErrorText(ErrorCategory category, int httpStatus, String zh, String en) {}
