package io.tongbao.payment;

import io.tongbao.kernel.ErrorCode;
import io.tongbao.kernel.RequestError;
import io.tongbao.ledger.TransferResult;

/** What each of the ledger's results means to whoever asked for a payment. */
final class LedgerRefusals {

    private LedgerRefusals() {}

    static ErrorCode meaning(TransferResult result, Funding funding) {
        return switch (result) {
            case EXCEEDS_CREDITS, EXCEEDS_DEBITS -> insufficient(funding);
            case DEBIT_ACCOUNT_FROZEN -> PaymentError.PAYER_ACCOUNT_FROZEN;
            case CREDIT_ACCOUNT_FROZEN -> PaymentError.PAYEE_ACCOUNT_FROZEN;
            case DEBIT_ACCOUNT_CLOSED -> PaymentError.PAYER_ACCOUNT_CLOSED;
            case CREDIT_ACCOUNT_CLOSED -> PaymentError.PAYEE_ACCOUNT_CLOSED;
            case ACCOUNTS_MUST_BE_DIFFERENT -> PaymentError.SAME_PAYER_AND_PAYEE;
            case PENDING_TRANSFER_EXPIRED -> PaymentError.CAPTURE_WINDOW_OVER;
            case EXCEEDS_PENDING_TRANSFER_AMOUNT -> PaymentError.CAPTURE_EXCEEDS_AUTHORISED;
            case ACCOUNTS_MUST_HAVE_THE_SAME_LEDGER, TRANSFER_MUST_HAVE_THE_SAME_LEDGER_AS_ACCOUNTS ->
                RequestError.UNSUPPORTED_CURRENCY;
            // Our own mistakes, or ids that a fresh payment cannot have used.
            case OK,
                    LINKED_TRANSFER_FAILED,
                    ID_REPEATED_IN_CHAIN,
                    ID_MUST_NOT_BE_ZERO,
                    ID_MUST_NOT_BE_MAX,
                    EXISTS_WITH_DIFFERENT_KIND,
                    EXISTS_WITH_DIFFERENT_FLAGS,
                    EXISTS_WITH_DIFFERENT_PENDING_ID,
                    EXISTS_WITH_DIFFERENT_DEBIT_ACCOUNT_ID,
                    EXISTS_WITH_DIFFERENT_CREDIT_ACCOUNT_ID,
                    EXISTS_WITH_DIFFERENT_AMOUNT,
                    EXISTS_WITH_DIFFERENT_LEDGER,
                    EXISTS_WITH_DIFFERENT_CODE,
                    EXISTS_WITH_DIFFERENT_TIMEOUT,
                    EXISTS_WITH_DIFFERENT_USER_REF,
                    EXISTS_WITH_DIFFERENT_CHAIN,
                    EXISTS,
                    ID_ALREADY_FAILED,
                    FLAGS_ARE_UNKNOWN,
                    FLAGS_ARE_MUTUALLY_EXCLUSIVE,
                    DEBIT_ACCOUNT_ID_MUST_BE_POSITIVE,
                    CREDIT_ACCOUNT_ID_MUST_BE_POSITIVE,
                    PENDING_ID_MUST_BE_NULL,
                    PENDING_ID_MUST_NOT_BE_NULL,
                    PENDING_ID_MUST_BE_DIFFERENT,
                    TIMEOUT_RESERVED_FOR_PENDING,
                    TIMEOUT_OUT_OF_RANGE,
                    CLOSING_TRANSFER_MUST_BE_PENDING,
                    AMOUNT_MUST_NOT_BE_NEGATIVE,
                    AMOUNT_MUST_NOT_BE_ZERO,
                    LEDGER_MUST_BE_POSITIVE,
                    CODE_OUT_OF_RANGE,
                    DEBIT_ACCOUNT_NOT_FOUND,
                    CREDIT_ACCOUNT_NOT_FOUND,
                    PENDING_TRANSFER_NOT_FOUND,
                    PENDING_TRANSFER_NOT_PENDING,
                    PENDING_TRANSFER_HAS_DIFFERENT_DEBIT_ACCOUNT_ID,
                    PENDING_TRANSFER_HAS_DIFFERENT_CREDIT_ACCOUNT_ID,
                    PENDING_TRANSFER_HAS_DIFFERENT_LEDGER,
                    PENDING_TRANSFER_HAS_DIFFERENT_CODE,
                    PENDING_TRANSFER_HAS_DIFFERENT_AMOUNT,
                    PENDING_TRANSFER_ALREADY_POSTED,
                    PENDING_TRANSFER_ALREADY_VOIDED,
                    PENDING_TRANSFER_NOT_YET_EXPIRED,
                    OVERFLOWS_DEBITS_PENDING,
                    OVERFLOWS_CREDITS_PENDING,
                    OVERFLOWS_DEBITS_POSTED,
                    OVERFLOWS_CREDITS_POSTED,
                    OVERFLOWS_DEBITS,
                    OVERFLOWS_CREDITS,
                    OVERFLOWS_TIMEOUT -> PaymentError.LEDGER_REFUSED;
        };
    }

    private static ErrorCode insufficient(Funding funding) {
        return switch (funding) {
            case CUSTOMER -> PaymentError.INSUFFICIENT_FUNDS;
            case PROVIDER -> PaymentError.PROVIDER_BALANCE_INSUFFICIENT;
            case AGENT -> PaymentError.AGENT_FLOAT_INSUFFICIENT;
        };
    }
}
