package io.tongbao.credential;

/** Where somebody proves who they are. The number is stored and never changes. */
public enum AccessChannel {
    WEB(1),
    API(2),
    SMS(3),
    USSD(4),
    STK(5),
    IVR(6),
    WAP(7),
    /** Across a counter or on the phone with staff. */
    DESK(8);

    private final int number;

    AccessChannel(int number) {
        this.number = number;
    }

    public int number() {
        return number;
    }
}
