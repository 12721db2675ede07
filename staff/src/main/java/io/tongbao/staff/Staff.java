package io.tongbao.staff;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Reads of the operator's people; always as stored now, so that a suspension counts with the next request. */
public final class Staff {

    static final String COLUMNS = "id, login, display_name, status, roles, version, created_at";

    private final JdbcClient jdbc;

    public Staff(DataSource dataSource) {
        this.jdbc = JdbcClient.create(dataSource);
    }

    public Optional<StaffMember> find(UUID id) {
        return jdbc.sql("SELECT " + COLUMNS + " FROM staff.member WHERE id = ?")
                .param(id)
                .query((row, n) -> read(row))
                .optional();
    }

    public Optional<StaffMember> byLogin(String login) {
        return jdbc.sql("SELECT " + COLUMNS + " FROM staff.member WHERE login = ?")
                .param(login)
                .query((row, n) -> read(row))
                .optional();
    }

    /** All, oldest first. */
    public List<StaffMember> list(int limit) {
        return jdbc.sql("SELECT " + COLUMNS + " FROM staff.member ORDER BY id LIMIT ?")
                .param(limit)
                .query((row, n) -> read(row))
                .list();
    }

    /** Locked until the transaction ends. */
    Optional<StaffMember> lock(UUID id) {
        return jdbc.sql("SELECT " + COLUMNS + " FROM staff.member WHERE id = ? FOR UPDATE")
                .param(id)
                .query((row, n) -> read(row))
                .optional();
    }

    /** Locks all active administrators, so that two changes at once cannot remove the last two. */
    List<StaffMember> lockAdministrators() {
        return jdbc.sql("SELECT " + COLUMNS
                        + " FROM staff.member WHERE status = 'active' AND 'admin' = ANY (roles) ORDER BY id FOR UPDATE")
                .query((row, n) -> read(row))
                .list();
    }

    /** Reads {@link #COLUMNS} of the current row. */
    static StaffMember read(ResultSet row) throws SQLException {
        Set<Role> roles = EnumSet.noneOf(Role.class);
        for (String word : (String[]) row.getArray("roles").getArray()) {
            roles.add(Role.ofWord(word));
        }
        return new StaffMember(
                row.getObject("id", UUID.class),
                row.getString("login"),
                row.getString("display_name"),
                StaffStatus.ofWord(row.getString("status")),
                roles,
                row.getLong("version"),
                row.getObject("created_at", OffsetDateTime.class).toInstant());
    }
}
