package io.tongbao.staff;

import java.util.Collection;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A bundle of permissions. Administrators manage people and providers but see no customer in clear and touch no customer's
 * money; auditors see everything and change nothing.
 */
public enum Role {
    VIEWER(Permission.PROVIDER_READ, Permission.CUSTOMER_READ, Permission.PROPOSAL_READ, Permission.PARTNER_READ),
    CARE(
            Permission.PROVIDER_READ,
            Permission.CUSTOMER_READ,
            Permission.CUSTOMER_REVEAL,
            Permission.IDENTITY_REVIEW,
            Permission.PROPOSAL_READ,
            Permission.CUSTOMER_FREEZE_PROPOSE,
            Permission.NUMBER_REPORT,
            Permission.CUSTOMER_CLOSE_PROPOSE,
            Permission.ENTERPRISE_REVIEW_PROPOSE,
            Permission.CUSTOMER_UNLOCK_PROPOSE,
            Permission.CUSTOMER_UNLOCK_APPROVE),
    RISK(
            Permission.PARTNER_READ,
            Permission.PARTNER_STOP,
            Permission.PARTNER_SETTING_PROPOSE,
            Permission.PARTNER_SETTING_APPROVE,
            Permission.PROVIDER_READ,
            Permission.CUSTOMER_READ,
            Permission.CUSTOMER_REVEAL,
            Permission.IDENTITY_REVIEW,
            Permission.LEDGER_READ,
            Permission.PROPOSAL_READ,
            Permission.CUSTOMER_FREEZE_PROPOSE,
            Permission.CUSTOMER_FREEZE_APPROVE,
            Permission.CUSTOMER_HOLD,
            Permission.NUMBER_REPORT,
            Permission.CUSTOMER_CLOSE_PROPOSE,
            Permission.CUSTOMER_CLOSE_APPROVE,
            Permission.ENTERPRISE_REVIEW_PROPOSE,
            Permission.ENTERPRISE_REVIEW_APPROVE,
            Permission.CUSTOMER_UNLOCK_PROPOSE,
            Permission.CUSTOMER_UNLOCK_APPROVE,
            Permission.PROVIDER_STATUS_PROPOSE,
            Permission.PROVIDER_STATUS_APPROVE),
    FINANCE(
            Permission.PARTNER_READ,
            Permission.PARTNER_STOP,
            Permission.PARTNER_SETTING_PROPOSE,
            Permission.PARTNER_SETTING_APPROVE,
            Permission.PROVIDER_READ,
            Permission.CUSTOMER_READ,
            Permission.LEDGER_READ,
            Permission.PROPOSAL_READ,
            Permission.PREPAID_READ,
            Permission.PREPAID_MANAGE,
            Permission.PREPAID_ISSUE_PROPOSE,
            Permission.PREPAID_ISSUE_APPROVE),
    ADMIN(
            Permission.PARTNER_READ,
            Permission.PARTNER_STOP,
            Permission.PARTNER_SETTING_PROPOSE,
            Permission.PARTNER_SETTING_APPROVE,
            Permission.STAFF_READ,
            Permission.STAFF_CREATE,
            Permission.STAFF_SUSPEND,
            Permission.STAFF_ROLES_PROPOSE,
            Permission.STAFF_ROLES_APPROVE,
            Permission.PROPOSAL_READ,
            Permission.AUDIT_READ,
            Permission.PROVIDER_READ,
            Permission.PROVIDER_STATUS_PROPOSE,
            Permission.PROVIDER_STATUS_APPROVE,
            Permission.CERTIFICATE_MANAGE,
            Permission.TRUST_ANCHOR_PROPOSE,
            Permission.TRUST_ANCHOR_APPROVE),
    AUDITOR(
            Permission.PARTNER_READ,
            Permission.STAFF_READ,
            Permission.PROPOSAL_READ,
            Permission.AUDIT_READ,
            Permission.AUDIT_EXPORT,
            Permission.PROVIDER_READ,
            Permission.CUSTOMER_READ,
            Permission.LEDGER_READ,
            Permission.PREPAID_READ);

    @SuppressWarnings("ImmutableEnumChecker") // an EnumSet that nobody changes
    private final Set<Permission> permissions;

    Role(Permission first, Permission... more) {
        this.permissions = EnumSet.of(first, more);
    }

    /** A copy. */
    public Set<Permission> permissions() {
        return EnumSet.copyOf(permissions);
    }

    public boolean allows(Permission permission) {
        return permissions.contains(permission);
    }

    /** The name on the wire and in the database. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The role of {@link #word()}.
     *
     * @throws IllegalArgumentException when there is none
     */
    public static Role ofWord(String word) {
        for (Role role : values()) {
            if (role.word().equals(word)) {
                return role;
            }
        }
        throw new IllegalArgumentException("no role has this name");
    }

    /** Words in alphabetical order, {@code admin,risk}; the empty text for none. */
    static String words(Collection<Role> roles) {
        return roles.stream().map(Role::word).collect(Collectors.toCollection(TreeSet::new)).stream()
                .collect(Collectors.joining(","));
    }

    /** Of {@link #words}. */
    static Set<Role> ofWords(String words) {
        EnumSet<Role> roles = EnumSet.noneOf(Role.class);
        if (!words.isEmpty()) {
            for (String word : words.split(",", -1)) {
                roles.add(ofWord(word));
            }
        }
        return roles;
    }
}
