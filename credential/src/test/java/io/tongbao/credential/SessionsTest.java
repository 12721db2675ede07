package io.tongbao.credential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tongbao.credential.Sessions.Opened;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

final class SessionsTest {

    private final Fixture fixture = new Fixture();
    private final Sessions sessions = new Sessions(
            fixture.database.dataSource(),
            fixture.clock,
            fixture.ids,
            fixture.random,
            SessionPolicy.CUSTOMER,
            SessionPolicy.STAFF,
            fixture.events::add);

    @Test
    void aTokenIsShownOnceAndOpensUntilItIsIdleOrOld() {
        Opened opened = open(fixture.alice, "Firefox on Linux");
        assertThat(opened.token()).hasSize(43);
        assertThat(opened.toString()).doesNotContain(opened.token());
        assertThat(rows()).doesNotContain(opened.token());
        assertThat(sessions.of(opened.token())).contains(opened.session());
        assertThat(sessions.of("x")).isEmpty();
        assertThat(sessions.of("x".repeat(5_000))).isEmpty();

        fixture.clock.advance(Duration.ofMinutes(29));
        assertThat(sessions.of(opened.token())).isPresent();
        fixture.clock.advance(Duration.ofMinutes(30));
        assertThat(sessions.of(opened.token())).as("idle").isEmpty();
        assertThat(sessions.list(fixture.alice)).isEmpty();

        Opened busy = open(fixture.alice, "curl");
        for (int minutes = 0; minutes < 12 * 60 - 20; minutes += 20) {
            fixture.clock.advance(Duration.ofMinutes(20));
            assertThat(sessions.of(busy.token())).isPresent();
        }
        fixture.clock.advance(Duration.ofMinutes(20));
        assertThat(sessions.of(busy.token())).as("twelve hours old").isEmpty();
        assertThatThrownBy(() -> sessions.require(busy.token())).hasMessage("not_signed_in");
        fixture.clock.advance(Duration.ofDays(1));
        assertThat(sessions.purge()).isEqualTo(2);
    }

    @Test
    void privilegeBringsANewTokenAndTheOldOneIsNothing() {
        Opened opened = open(fixture.bob, "laptop");
        fixture.clock.advance(Duration.ofMinutes(3));
        Opened rotated = sessions.rotate(opened.token(), Set.of(Factor.TOTP));
        assertThat(sessions.of(opened.token())).isEmpty();
        assertThat(sessions.of(rotated.token())).hasValueSatisfying(session -> {
            assertThat(session).isEqualTo(rotated.session());
            assertThat(session.id()).isEqualTo(opened.session().id());
            assertThat(session.factors()).containsExactlyInAnyOrder(Factor.PASSWORD, Factor.TOTP);
            assertThat(session.provedAt()).isAfter(session.openedAt());
            assertThat(session.expiresAt()).isEqualTo(opened.session().expiresAt());
        });
        assertThatThrownBy(() -> sessions.rotate(opened.token(), Set.of())).hasMessage("not_signed_in");
    }

    @Test
    void oneOrAllAreRevokedByTheirOwnerOnly() {
        Opened phone = open(fixture.alice, "phone");
        fixture.clock.advance(Duration.ofMinutes(1));
        Opened laptop = open(fixture.alice, "laptop");
        Opened tablet = open(fixture.alice, "tablet");
        Opened other = open(fixture.bob, "desk");
        assertThat(sessions.list(fixture.alice)).hasSize(3).last().isEqualTo(phone.session());
        assertThatThrownBy(() -> sessions.revoke(fixture.bob, phone.session().id()))
                .hasMessage("session_not_found");
        sessions.revoke(fixture.alice, phone.session().id());
        assertThat(sessions.of(phone.token())).isEmpty();
        assertThat(sessions.revokeAllBut(fixture.alice, laptop.session().id())).isEqualTo(1);
        assertThat(sessions.of(tablet.token())).isEmpty();
        assertThat(sessions.of(laptop.token())).isPresent();
        assertThat(sessions.revokeAll(fixture.alice)).isEqualTo(1);
        assertThat(sessions.of(laptop.token())).isEmpty();
        assertThat(sessions.of(other.token())).isPresent();
        sessions.close(other.token());
        assertThat(sessions.of(other.token())).isEmpty();
        assertThat(fixture.happened())
                .contains(SecurityEvent.Kind.SESSION_REVOKED, SecurityEvent.Kind.ALL_SESSIONS_REVOKED);
    }

    @Test
    void twoOfOneNatureAreOneFactor() {
        assertThat(Factor.independent(Set.of())).isZero();
        assertThat(Factor.independent(Set.of(Factor.PASSWORD, Factor.PIN))).isEqualTo(1);
        assertThat(Factor.independent(Set.of(Factor.TOTP, Factor.CODE))).isEqualTo(1);
        assertThat(Factor.independent(Set.of(Factor.PIN, Factor.CODE))).isEqualTo(2);
        assertThat(Factor.independent(Set.of(Factor.PASSKEY))).isEqualTo(2);
    }

    private Opened open(Subject subject, String device) {
        return sessions.open(subject, Set.of(Factor.PASSWORD), device, "198.51.100.1");
    }

    private String rows() {
        return String.join(
                "\n",
                JdbcClient.create(fixture.database.dataSource())
                        .sql("SELECT session::text FROM credential.session")
                        .query(String.class)
                        .list());
    }
}
