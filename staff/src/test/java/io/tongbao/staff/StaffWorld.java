package io.tongbao.staff;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.tongbao.kernel.ErrorCode;
import io.tongbao.kernel.Ids;
import io.tongbao.kernel.Refused;
import io.tongbao.staff.InviteStaff.InviteCommand;
import io.tongbao.testkit.FakeClock;
import io.tongbao.testkit.SeededRandom;
import io.tongbao.testkit.TestDatabase;
import io.tongbao.testkit.TestPostgres;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A back office with a database, a clock that stands still, and people. */
final class StaffWorld implements AutoCloseable {

    final TestDatabase database;
    final FakeClock clock = new FakeClock();
    final SeededRandom random = new SeededRandom(7);
    final Ids ids = new Ids(clock, random);
    final JdbcClient jdbc;
    final AuditTrail trail;
    final Staff staff;
    final List<UUID> ended = Collections.synchronizedList(new ArrayList<>());
    final InviteStaff invite;
    final SuspendStaff suspend;

    StaffWorld() {
        this(TestPostgres.database("staff"));
    }

    StaffWorld(TestDatabase database) {
        this.database = database;
        this.jdbc = JdbcClient.create(database.dataSource());
        this.trail = new AuditTrail(database.dataSource(), clock);
        this.staff = new Staff(database.dataSource());
        this.invite = new InviteStaff(database.dataSource(), staff, trail, ids, clock, random);
        this.suspend = new SuspendStaff(database.dataSource(), staff, trail, ended::add);
    }

    /** An active member with these roles. */
    StaffMember member(String login, Role... roles) {
        StaffMember member = invite.bootstrap(new InviteCommand("cli-" + login, login, login), Set.of(roles))
                .member();
        jdbc.sql("UPDATE staff.member SET status = 'active' WHERE id = ?")
                .param(member.id())
                .update();
        return staff.find(member.id()).orElseThrow();
    }

    Proposals proposals(ProposalKind<?>... more) {
        List<ProposalKind<?>> kinds = new ArrayList<>(List.of(more));
        kinds.add(new ChangeRoles(database.dataSource(), staff, ended::add));
        kinds.add(new ReinstateStaff(database.dataSource(), staff));
        return new Proposals(database.dataSource(), staff, trail, ids, clock, kinds);
    }

    static Acting acting(StaffMember member) {
        return Acting.member(member.id(), "192.0.2.7", "req_test");
    }

    static void refused(ThrowingCallable call, ErrorCode code) {
        assertThatExceptionOfType(Refused.class)
                .isThrownBy(call)
                .satisfies(refused -> org.assertj.core.api.Assertions.assertThat(refused.code())
                        .isEqualTo(code));
    }

    List<String> actions() {
        return trail.find(AuditTrail.Query.newest(100)).reversed().stream()
                .map(AuditRecord::action)
                .toList();
    }

    @Override
    public void close() {
        database.close();
    }
}
