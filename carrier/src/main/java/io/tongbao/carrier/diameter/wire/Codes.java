package io.tongbao.carrier.diameter.wire;

/** Numbers of RFC 6733 and RFC 8506 (4006). */
public final class Codes {

    public static final int CREDIT_CONTROL_APPLICATION = 4;
    /** A relay serves all applications. */
    public static final int RELAY_APPLICATION = 0xFFFF_FFFF;

    public static final int CAPABILITIES_EXCHANGE = 257;
    public static final int CREDIT_CONTROL = 272;
    public static final int DEVICE_WATCHDOG = 280;
    public static final int DISCONNECT_PEER = 282;

    public static final int EVENT_TIMESTAMP = 55;
    public static final int HOST_IP_ADDRESS = 257;
    public static final int AUTH_APPLICATION_ID = 258;
    public static final int VENDOR_SPECIFIC_APPLICATION_ID = 260;
    public static final int SESSION_ID = 263;
    public static final int ORIGIN_HOST = 264;
    public static final int VENDOR_ID = 266;
    public static final int RESULT_CODE = 268;
    public static final int PRODUCT_NAME = 269;
    public static final int DISCONNECT_CAUSE = 273;
    public static final int ORIGIN_STATE_ID = 278;
    public static final int ERROR_MESSAGE = 281;
    public static final int ROUTE_RECORD = 282;
    public static final int DESTINATION_REALM = 283;
    public static final int PROXY_INFO = 284;
    public static final int DESTINATION_HOST = 293;
    public static final int TERMINATION_CAUSE = 295;
    public static final int ORIGIN_REALM = 296;

    public static final int CC_CORRELATION_ID = 411;
    public static final int CC_MONEY = 413;
    public static final int CC_REQUEST_NUMBER = 415;
    public static final int CC_REQUEST_TYPE = 416;
    public static final int CHECK_BALANCE_RESULT = 422;
    public static final int CURRENCY_CODE = 425;
    public static final int EXPONENT = 429;
    public static final int GRANTED_SERVICE_UNIT = 431;
    public static final int REQUESTED_ACTION = 436;
    public static final int REQUESTED_SERVICE_UNIT = 437;
    public static final int SERVICE_PARAMETER_INFO = 440;
    public static final int SERVICE_PARAMETER_TYPE = 441;
    public static final int SERVICE_PARAMETER_VALUE = 442;
    public static final int SUBSCRIPTION_ID = 443;
    public static final int SUBSCRIPTION_ID_DATA = 444;
    public static final int UNIT_VALUE = 445;
    public static final int USED_SERVICE_UNIT = 446;
    public static final int VALUE_DIGITS = 447;
    public static final int VALIDITY_TIME = 448;
    public static final int SUBSCRIPTION_ID_TYPE = 450;
    public static final int SERVICE_CONTEXT_ID = 461;

    public static final int INITIAL_REQUEST = 1;
    public static final int TERMINATION_REQUEST = 3;
    public static final int EVENT_REQUEST = 4;

    public static final int DIRECT_DEBITING = 0;
    public static final int REFUND_ACCOUNT = 1;
    public static final int CHECK_BALANCE = 2;

    public static final int END_USER_E164 = 0;

    public static final int SUCCESS = 2001;
    public static final int COMMAND_UNSUPPORTED = 3001;
    public static final int UNABLE_TO_DELIVER = 3002;
    public static final int REALM_NOT_SERVED = 3003;
    public static final int TOO_BUSY = 3004;
    public static final int INVALID_HDR_BITS = 3008;
    public static final int INVALID_AVP_BITS = 3009;
    public static final int END_USER_SERVICE_DENIED = 4010;
    public static final int CREDIT_CONTROL_NOT_APPLICABLE = 4011;
    public static final int CREDIT_LIMIT_REACHED = 4012;
    public static final int UNKNOWN_SESSION_ID = 5002;
    public static final int AUTHORIZATION_REJECTED = 5003;
    public static final int INVALID_AVP_VALUE = 5004;
    public static final int MISSING_AVP = 5005;
    public static final int NO_COMMON_APPLICATION = 5010;
    public static final int UNSUPPORTED_VERSION = 5011;
    public static final int UNABLE_TO_COMPLY = 5012;
    public static final int INVALID_AVP_LENGTH = 5014;
    public static final int INVALID_MESSAGE_LENGTH = 5015;
    public static final int USER_UNKNOWN = 5030;
    public static final int RATING_FAILED = 5031;

    private Codes() {}
}
