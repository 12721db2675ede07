package io.tongbao.staff;

import io.tongbao.kernel.PublicId;
import io.tongbao.kernel.Refused;
import java.sql.Connection;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * A proposal of kind {@code staff.roles}: another set of roles for a member. It is neither made nor approved by that member,
 * and it ends the member's sessions: rights that were lost are lost at once.
 */
public final class ChangeRoles implements ProposalKind<ChangeRoles.Roles> {

    public static final String NAME = "staff.roles";

    private final Staff staff;
    private final JdbcClient jdbc;
    private final Consumer<UUID> endSessions;

    /**
     * @param endSessions called within the transaction with the member's id
     */
    public ChangeRoles(DataSource dataSource, Staff staff, Consumer<UUID> endSessions) {
        this.staff = staff;
        this.jdbc = JdbcClient.create(dataSource);
        this.endSessions = endSessions;
    }

    /**
     * What is proposed.
     *
     * @param roles all that the member shall have; may be empty
     */
    public record Roles(UUID member, Set<Role> roles) {
        public Roles {
            roles = Set.copyOf(roles);
        }
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Permission toMake() {
        return Permission.STAFF_ROLES_PROPOSE;
    }

    @Override
    public Permission toCheck() {
        return Permission.STAFF_ROLES_APPROVE;
    }

    @Override
    public Set<String> fields() {
        return Set.of("member", "roles");
    }

    @Override
    public SequencedMap<String, String> encode(Roles payload) {
        SequencedMap<String, String> fields = new LinkedHashMap<>();
        fields.put("member", PublicId.format(StaffMember.PREFIX, payload.member()));
        fields.put("roles", Role.words(payload.roles()));
        return fields;
    }

    @Override
    public Roles decode(Map<String, String> fields) {
        UUID member = PublicId.parse(StaffMember.PREFIX, fields.getOrDefault("member", ""))
                .orElseThrow(() -> new Refused(StaffError.STAFF_NOT_FOUND));
        String words = fields.get("roles");
        if (words == null || fields.size() != 2) {
            throw new Refused(StaffError.INVALID_ROLE);
        }
        try {
            return new Roles(member, Role.ofWords(words));
        } catch (IllegalArgumentException e) {
            throw new Refused(StaffError.INVALID_ROLE);
        }
    }

    @Override
    public String subject(Roles payload) {
        return "staff:" + PublicId.format(StaffMember.PREFIX, payload.member());
    }

    @Override
    public Set<UUID> concerned(Roles payload) {
        return Set.of(payload.member());
    }

    @Override
    public Diff look(Connection connection, Roles payload) {
        List<StaffMember> administrators = staff.lockAdministrators();
        StaffMember member = staff.lock(payload.member()).orElseThrow(() -> new Refused(StaffError.STAFF_NOT_FOUND));
        boolean onlyAdministrator =
                administrators.stream().map(StaffMember::id).toList().equals(List.of(member.id()));
        if (onlyAdministrator && !payload.roles().contains(Role.ADMIN)) {
            throw new Refused(StaffError.LAST_ADMIN);
        }
        SequencedMap<String, String> before = new LinkedHashMap<>(Map.of("roles", Role.words(member.roles())));
        SequencedMap<String, String> after = new LinkedHashMap<>(Map.of("roles", Role.words(payload.roles())));
        return new Diff(Long.toString(member.version()), before, after);
    }

    @Override
    public void apply(Connection connection, Roles payload, Acting acting) {
        Set<Role> roles = EnumSet.noneOf(Role.class);
        roles.addAll(payload.roles());
        jdbc.sql("UPDATE staff.member SET roles = ?, version = version + 1 WHERE id = ?")
                .param(roles.stream().map(Role::word).toArray(String[]::new))
                .param(payload.member())
                .update();
        endSessions.accept(payload.member());
    }
}
