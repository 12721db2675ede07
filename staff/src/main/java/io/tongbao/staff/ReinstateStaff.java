package io.tongbao.staff;

import io.tongbao.kernel.PublicId;
import io.tongbao.kernel.Refused;
import java.sql.Connection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A proposal of kind {@code staff.reinstate}: a suspended member may sign in again, with the roles from before. */
public final class ReinstateStaff implements ProposalKind<UUID> {

    public static final String NAME = "staff.reinstate";

    private final Staff staff;
    private final JdbcClient jdbc;

    public ReinstateStaff(DataSource dataSource, Staff staff) {
        this.staff = staff;
        this.jdbc = JdbcClient.create(dataSource);
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
        return Set.of("member");
    }

    @Override
    public SequencedMap<String, String> encode(UUID member) {
        return new LinkedHashMap<>(Map.of("member", PublicId.format(StaffMember.PREFIX, member)));
    }

    @Override
    public UUID decode(Map<String, String> fields) {
        return PublicId.parse(StaffMember.PREFIX, fields.getOrDefault("member", ""))
                .filter(id -> fields.size() == 1)
                .orElseThrow(() -> new Refused(StaffError.STAFF_NOT_FOUND));
    }

    @Override
    public String subject(UUID member) {
        return "staff:" + PublicId.format(StaffMember.PREFIX, member);
    }

    @Override
    public Set<UUID> concerned(UUID member) {
        return Set.of(member);
    }

    @Override
    public Diff look(Connection connection, UUID id) {
        StaffMember member = staff.lock(id).orElseThrow(() -> new Refused(StaffError.STAFF_NOT_FOUND));
        StaffStatus after = member.status() == StaffStatus.SUSPENDED ? StaffStatus.ACTIVE : member.status();
        return new Diff(
                Long.toString(member.version()),
                new LinkedHashMap<>(Map.of("status", member.status().word())),
                new LinkedHashMap<>(Map.of("status", after.word())));
    }

    @Override
    public void apply(Connection connection, UUID id, Acting acting) {
        jdbc.sql("UPDATE staff.member SET status = 'active', version = version + 1 WHERE id = ?")
                .param(id)
                .update();
    }
}
