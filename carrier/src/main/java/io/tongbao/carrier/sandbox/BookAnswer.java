package io.tongbao.carrier.sandbox;

import org.jspecify.annotations.Nullable;

/**
 * What the books say.
 *
 * @param operation the operation as it stands; null when there is none
 */
public record BookAnswer(BookCode code, @Nullable Operation operation) {

    public boolean ok() {
        return code == BookCode.OK;
    }
}
