package io.tongbao.bank.iso8583;

/** The entries of field 48. Names and notes are base64url of UTF-8, the rest ASCII as it is. */
public final class Tags {

    /** The instruction's id, 32 hexadecimal digits. */
    public static final String ID = "ID";
    /** The id of the instruction that is refunded, reversed or asked for. */
    public static final String ORIGINAL_ID = "OI";
    /** This very transmission; another in every repeat. Seen twice, somebody plays back what he recorded. */
    public static final String TRANSMISSION = "TN";
    /** Token of an agreement. */
    public static final String TOKEN = "TK";
    /** An account number that is longer than field 2. */
    public static final String ACCOUNT = "AC";
    /** Purpose, as {@code BankInstruction.Purpose} names it. */
    public static final String PURPOSE = "PU";
    /** How soon a credit arrives: I, O, N. */
    public static final String SPEED = "SP";
    /** The bank's one-time code. */
    public static final String CODE = "OT";

    public static final String NOTE = "NO";

    /** Sign-up: counter, phone bank, net bank or code, as {@code SignUp.Mode} names it. */
    public static final String MODE = "MO";

    public static final String NAME = "NM";
    public static final String ID_NUMBER = "IN";
    public static final String PHONE = "PH";
    public static final String SECURITY_CODE = "CV";
    public static final String CUSTOMER = "CR";
    /** Answer to a sign-up: last digits of the phone the code went to. */
    public static final String HINT = "HI";
    /** Answer to a sign-up: where the customer goes on. */
    public static final String CONTINUE_AT = "CA";
    /** Answer to a sign-up: D debit or C credit card. */
    public static final String CARD_TYPE = "CT";

    /** The bank's own reference. */
    public static final String REFERENCE = "BR";
    /** Answer to an inquiry: the original's response code. */
    public static final String ORIGINAL_CODE = "OC";
    /** Answer to an inquiry: 1 when the original was taken back since. */
    public static final String REVERSED = "RV";

    /** A working key under the zone master key, 32 hexadecimal digits. */
    public static final String WORKING_KEY = "WK";
    /** Its check value, six hexadecimal digits. */
    public static final String CHECK_VALUE = "KC";

    private Tags() {}
}
