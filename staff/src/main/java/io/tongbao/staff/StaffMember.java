package io.tongbao.staff;

import io.tongbao.kernel.PublicId;
import io.tongbao.kernel.Refused;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import java.util.UUID;

/**
 * One of the operator's people.
 *
 * @param id public as {@code stf_…}
 * @param login 2 to 32 characters: lower-case letters, digits, dot, underscore, hyphen; begins with a letter
 * @param displayName 1 to 64 characters
 * @param version grows with each change
 */
public record StaffMember(
        UUID id,
        String login,
        String displayName,
        StaffStatus status,
        Set<Role> roles,
        long version,
        Instant createdAt) {

    /** The prefix of public ids. */
    public static final String PREFIX = "stf";

    public StaffMember {
        roles = Set.copyOf(roles);
    }

    public String publicId() {
        return PublicId.format(PREFIX, id);
    }

    /** Union of the roles' permissions; none unless active. */
    public Set<Permission> permissions() {
        EnumSet<Permission> all = EnumSet.noneOf(Permission.class);
        if (status == StaffStatus.ACTIVE) {
            roles.forEach(role -> all.addAll(role.permissions()));
        }
        return all;
    }

    public boolean may(Permission permission) {
        return status == StaffStatus.ACTIVE && roles.stream().anyMatch(role -> role.allows(permission));
    }

    /**
     * Asks for a permission.
     *
     * @throws Refused {@link StaffError#PERMISSION_MISSING}
     */
    public void require(Permission permission) {
        if (!may(permission)) {
            throw new Refused(StaffError.PERMISSION_MISSING, permission.name());
        }
    }
}
