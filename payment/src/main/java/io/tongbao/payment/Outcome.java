package io.tongbao.payment;

import io.tongbao.kernel.ErrorCode;
import org.jspecify.annotations.Nullable;

/**
 * What a use case answers once it is durable.
 *
 * @param answer to be given to the caller as it is
 * @param replayed whether the request had been answered before
 * @param view the object after the request; null when replayed, or when a refusal left none
 * @param refusedWith why it was refused for a business reason; null when it succeeded or was replayed
 */
public record Outcome<T>(
        StoredAnswer answer,
        boolean replayed,
        @Nullable T view,
        @Nullable ErrorCode refusedWith) {

    public boolean succeeded() {
        return !replayed && refusedWith == null;
    }

    /** The view of an answer that must have one. */
    public T required() {
        if (view == null) {
            throw new IllegalStateException("no view: replayed or refused with " + refusedWith);
        }
        return view;
    }
}
