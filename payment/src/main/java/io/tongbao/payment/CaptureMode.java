package io.tongbao.payment;

/** Whether confirmation moves the money or only reserves it. */
public enum CaptureMode {
    /** Confirmation moves the money. */
    AUTOMATIC,
    /** Confirmation reserves it; the provider captures within a window, and silence gives it back. */
    MANUAL
}
