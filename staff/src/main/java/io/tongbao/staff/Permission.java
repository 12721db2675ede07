package io.tongbao.staff;

/** What a member of staff may do. Roles are bundles of these; code asks for a permission, never for a role. */
public enum Permission {
    /** See the list of staff and their roles. */
    STAFF_READ,
    /** Invite a new member, who begins without any role. */
    STAFF_CREATE,
    /** Stop a member at once; no second person is needed to stop somebody. */
    STAFF_SUSPEND,
    STAFF_ROLES_PROPOSE,
    STAFF_ROLES_APPROVE,
    PROPOSAL_READ,
    AUDIT_READ,
    AUDIT_EXPORT,
    /** See providers and their status. */
    PROVIDER_READ,
    PROVIDER_STATUS_PROPOSE,
    PROVIDER_STATUS_APPROVE,
    /** See customers with names, numbers and identity masked. */
    CUSTOMER_READ,
    /** See one masked field in clear; each look is recorded with its reason. */
    CUSTOMER_REVEAL,
    /** Look at document pictures and decide about an identity check. */
    IDENTITY_REVIEW,
    CUSTOMER_FREEZE_PROPOSE,
    CUSTOMER_FREEZE_APPROVE,
    /** Place a hold at once, of staff or for a court; to release one takes two people. */
    CUSTOMER_HOLD,
    /** Write down what a carrier reported about a number: another holder, another SIM card. */
    NUMBER_REPORT,
    CUSTOMER_CLOSE_PROPOSE,
    CUSTOMER_CLOSE_APPROVE,
    ENTERPRISE_REVIEW_PROPOSE,
    ENTERPRISE_REVIEW_APPROVE,
    CUSTOMER_UNLOCK_PROPOSE,
    CUSTOMER_UNLOCK_APPROVE,
    /** See accounts and the journal. */
    LEDGER_READ,
    /** Issue, renew and revoke certificates. */
    CERTIFICATE_MANAGE,
    /** See prepaid products, batches and cards; never a secret. */
    PREPAID_READ,
    /** Make products, fetch the encrypted file of a batch, activate, block and replace cards. */
    PREPAID_MANAGE,
    PREPAID_ISSUE_PROPOSE,
    PREPAID_ISSUE_APPROVE,
    /** Trust an outside authority, or no longer. */
    TRUST_ANCHOR_PROPOSE,
    TRUST_ANCHOR_APPROVE,
    /** See banks and carriers: how they do, and what is in doubt with them. */
    PARTNER_READ,
    /** Stop new business with a partner at once; to go on takes two people. */
    PARTNER_STOP,
    PARTNER_SETTING_PROPOSE,
    PARTNER_SETTING_APPROVE
}
