package io.tongbao.staff;

import io.tongbao.kernel.Ids;
import io.tongbao.kernel.Refused;
import io.tongbao.staff.AuditTrail.Changed;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Makes a member of staff, who sets a password and a second factor through the one-time link. A member invited by another
 * member begins without any role: roles come by proposal. Only the command line gives roles at once; that is how the first
 * administrators are made.
 *
 * <p>A repeat under the same key gets the same member and, while the link is unused, a fresh link in place of the first.
 *
 * <p>Errors: {@link StaffError#INVALID_LOGIN}, {@link StaffError#INVALID_STAFF_NAME}, {@link StaffError#LOGIN_TAKEN},
 * {@link StaffError#STAFF_NOT_FOUND}.
 */
public final class InviteStaff {

    /** How long a set-up link works. */
    public static final Duration LINK_LIFETIME = Duration.ofHours(24);

    private static final Pattern LOGIN = Pattern.compile("[a-z][a-z0-9._-]{1,31}");
    private static final int MAX_NAME = 64;

    private final JdbcClient jdbc;
    private final Staff staff;
    private final AuditTrail trail;
    private final Ids ids;
    private final InstantSource clock;
    private final RandomGenerator random;

    public InviteStaff(
            DataSource dataSource,
            Staff staff,
            AuditTrail trail,
            Ids ids,
            InstantSource clock,
            RandomGenerator random) {
        this.jdbc = JdbcClient.create(dataSource);
        this.staff = staff;
        this.trail = trail;
        this.ids = ids;
        this.clock = clock;
        this.random = random;
    }

    /**
     * Whom to invite.
     *
     * @param requestKey idempotency key, 1 to 100 characters
     */
    public record InviteCommand(String requestKey, String login, String displayName) {
        public InviteCommand {
            if (requestKey.isEmpty() || requestKey.length() > 100) {
                throw new IllegalArgumentException("an idempotency key has 1 to 100 characters");
            }
            if (!LOGIN.matcher(login).matches()) {
                throw new Refused(StaffError.INVALID_LOGIN);
            }
            if (displayName.isBlank()
                    || displayName.length() > MAX_NAME
                    || displayName.chars().anyMatch(Character::isISOControl)) {
                throw new Refused(StaffError.INVALID_STAFF_NAME);
            }
        }
    }

    /**
     * A member and the way in.
     *
     * @param token to be handed over once, in person
     */
    public record Invitation(StaffMember member, SetupToken token, Instant expiresAt) {}

    /**
     * By another member.
     *
     * @throws Refused also PERMISSION_MISSING
     */
    public Invitation execute(InviteCommand command, UUID by, Acting acting) {
        staff.find(by)
                .orElseThrow(() -> new Refused(StaffError.PERMISSION_MISSING))
                .require(Permission.STAFF_CREATE);
        return invite(command, Set.of(), acting);
    }

    /** By whoever holds the command line of the server, and with it the database. */
    public Invitation bootstrap(InviteCommand command, Set<Role> roles) {
        return invite(command, roles, Acting.machine("cli"));
    }

    /**
     * A fresh link for somebody who lost a factor, from the command line. What the member had works until the link is used.
     */
    public Invitation renew(String login) {
        StaffMember member = staff.byLogin(login).orElseThrow(() -> new Refused(StaffError.STAFF_NOT_FOUND));
        return link(member, "staff.link-renewed", Acting.machine("cli"));
    }

    private Invitation invite(InviteCommand command, Set<Role> roles, Acting acting) {
        Optional<StaffMember> earlier = byKey(command.requestKey());
        if (earlier.isEmpty()) {
            StaffMember made = trail.change(connection -> insert(command, roles, acting));
            return link(made, "staff.link-made", acting);
        }
        StaffMember member = earlier.get();
        if (!member.login().equals(command.login()) || member.status() != StaffStatus.INVITED) {
            throw new Refused(StaffError.LOGIN_TAKEN);
        }
        return link(member, "staff.link-renewed", acting);
    }

    private Changed<StaffMember> insert(InviteCommand command, Set<Role> roles, Acting acting) {
        UUID id = ids.next();
        int inserted = jdbc.sql("""
                        INSERT INTO staff.member (id, login, display_name, status, roles, version, created_at, request_key)
                        VALUES (?, ?, ?, 'invited', ?, 1, ?, ?) ON CONFLICT DO NOTHING""")
                .param(id)
                .param(command.login())
                .param(command.displayName())
                .param(roles.stream().map(Role::word).sorted().toArray(String[]::new))
                .param(utc(now()))
                .param(command.requestKey())
                .update();
        if (inserted == 0) {
            throw new Refused(StaffError.LOGIN_TAKEN);
        }
        StaffMember member =
                staff.find(id).orElseThrow(() -> new IllegalStateException("the member was just inserted"));
        AuditEntry entry = AuditEntry.of(acting, "staff.invited", "staff", member.publicId())
                .with("login", member.login())
                .with("roles", Role.words(roles));
        return new Changed<>(member, entry);
    }

    private Invitation link(StaffMember member, String action, Acting acting) {
        SetupToken token = SetupToken.random(random);
        Instant expiresAt = now().plus(LINK_LIFETIME);
        trail.run(connection -> {
            jdbc.sql("""
                            INSERT INTO staff.setup (member_id, token_hash, expires_at) VALUES (?, ?, ?)
                            ON CONFLICT (member_id) DO UPDATE
                               SET token_hash = excluded.token_hash, expires_at = excluded.expires_at, used_at = NULL""")
                    .param(member.id())
                    .param(token.hash())
                    .param(utc(expiresAt))
                    .update();
            return AuditEntry.of(acting, action, "staff", member.publicId());
        });
        return new Invitation(member, token, expiresAt);
    }

    private Optional<StaffMember> byKey(String requestKey) {
        return jdbc.sql("SELECT " + Staff.COLUMNS + " FROM staff.member WHERE request_key = ?")
                .param(requestKey)
                .query((row, n) -> Staff.read(row))
                .optional();
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    private static OffsetDateTime utc(Instant time) {
        return OffsetDateTime.ofInstant(time, ZoneOffset.UTC);
    }
}
