package io.tongbao.customer.registration;

/** The service agreement a customer accepts; earlier versions stay valid for those who accepted them. */
public final class Terms {

    /** What the acceptance is recorded under. */
    public static final String DOCUMENT = "service-agreement";

    /** The version a new customer accepts. */
    public static final String CURRENT = "2026-01";

    private Terms() {}
}
