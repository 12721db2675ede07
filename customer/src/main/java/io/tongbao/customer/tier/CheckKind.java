package io.tongbao.customer.tier;

import java.util.Locale;

/** What kind of source vouches that a name and a number belong together. Stored by name. */
public enum CheckKind {
    /** The police's citizen register. */
    PUBLIC_SECURITY,
    /** A bank, by an account of the same name. */
    BANK_CARD,
    /** A mobile operator, by the owner of the number. */
    MOBILE_OPERATOR,
    /** A picture of the face against the register. */
    FACE,
    EDUCATION,
    SOCIAL_SECURITY,
    TAX,
    /** Staff saw the person and the document. */
    FACE_TO_FACE,
    /** Staff looked at pictures of the document. Supports others; no external check by itself. */
    DOCUMENT_REVIEW;

    /** Whether it counts towards the number of external checks. */
    public boolean isExternal() {
        return this != DOCUMENT_REVIEW;
    }

    /** The name on the wire. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }
}
