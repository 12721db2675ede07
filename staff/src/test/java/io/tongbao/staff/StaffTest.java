package io.tongbao.staff;

import static io.tongbao.staff.StaffWorld.acting;
import static io.tongbao.staff.StaffWorld.refused;
import static org.assertj.core.api.Assertions.assertThat;

import io.tongbao.staff.InviteStaff.Invitation;
import io.tongbao.staff.InviteStaff.InviteCommand;
import io.tongbao.staff.Proposals.ProposeCommand;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class StaffTest {

    private final StaffWorld world = new StaffWorld();
    private final Proposals proposals = world.proposals();

    @AfterEach
    void close() {
        world.close();
    }

    private Proposal proposeRoles(StaffMember maker, String key, StaffMember about, String roles) {
        return proposals.propose(
                new ProposeCommand(
                        maker.id(),
                        key,
                        ChangeRoles.NAME,
                        Map.of("member", about.publicId(), "roles", roles),
                        "岗位调整 new duties"),
                acting(maker));
    }

    @Test
    void aMemberIsInvitedWithoutRolesAndTheLinkIsKeptAsAHash() {
        StaffMember admin = world.member("root", Role.ADMIN);
        InviteCommand command = new InviteCommand("k1", "li.lei", "李雷");
        Invitation made = world.invite.execute(command, admin.id(), acting(admin));
        assertThat(made.member().roles()).isEmpty();
        assertThat(made.member().status()).isEqualTo(StaffStatus.INVITED);
        Invitation again = world.invite.execute(command, admin.id(), acting(admin));
        assertThat(again.member()).isEqualTo(made.member());
        assertThat(world.jdbc
                        .sql("SELECT token_hash FROM staff.setup WHERE member_id = ?")
                        .param(made.member().id())
                        .query(byte[].class)
                        .single())
                .isEqualTo(SetupToken.hash(again.token().reveal()))
                .isNotEqualTo(SetupToken.hash(made.token().reveal()));
        refused(
                () -> world.invite.execute(new InviteCommand("k2", "li.lei", "李雷"), admin.id(), acting(admin)),
                StaffError.LOGIN_TAKEN);
        StaffMember viewer = world.member("vera", Role.VIEWER);
        refused(
                () -> world.invite.execute(new InviteCommand("k3", "x.y", "X"), viewer.id(), acting(viewer)),
                StaffError.PERMISSION_MISSING);
        refused(() -> new InviteCommand("k", "Li Lei", "x"), StaffError.INVALID_LOGIN);
        refused(() -> new InviteCommand("k", "lilei", " "), StaffError.INVALID_STAFF_NAME);
    }

    @Test
    void rolesChangeByTwoAdministratorsNeitherOfWhomItIsAbout() {
        StaffMember one = world.member("one", Role.ADMIN);
        StaffMember two = world.member("two", Role.ADMIN);
        StaffMember li = world.member("li", Role.VIEWER);
        Proposal made = proposeRoles(one, "k1", li, "care,risk");
        assertThat(made.before()).containsEntry("roles", "viewer");
        assertThat(made.after()).containsEntry("roles", "care,risk");
        proposals.approve(made.id(), two.id(), acting(two));
        StaffMember changed = world.staff.find(li.id()).orElseThrow();
        assertThat(changed.roles()).containsExactlyInAnyOrder(Role.CARE, Role.RISK);
        assertThat(changed.may(Permission.CUSTOMER_FREEZE_APPROVE)).isTrue();
        assertThat(world.ended).containsExactly(li.id());
        refused(() -> proposeRoles(one, "k2", one, "admin,finance"), StaffError.PROPOSAL_CONCERNS_YOU);
        Proposal about = proposeRoles(one, "k3", two, "admin,finance");
        refused(() -> proposals.approve(about.id(), two.id(), acting(two)), StaffError.PROPOSAL_CONCERNS_YOU);
        refused(() -> proposeRoles(one, "k4", li, "king"), StaffError.INVALID_ROLE);
    }

    @Test
    void theLastAdministratorStays() {
        StaffMember one = world.member("one", Role.ADMIN);
        StaffMember two = world.member("two", Role.ADMIN);
        refused(
                () -> world.suspend.execute(world.ids.next(), one.id(), "who is it", acting(one)),
                StaffError.STAFF_NOT_FOUND);
        world.suspend.execute(two.id(), one.id(), "leaves today", acting(one));
        assertThat(world.ended).containsExactly(two.id());
        refused(() -> world.suspend.execute(one.id(), one.id(), "me as well", acting(one)), StaffError.LAST_ADMIN);
        assertThat(world.staff.find(two.id()).orElseThrow().permissions()).isEmpty();
    }

    @Test
    void aSuspendedMemberComesBackByTwo() {
        StaffMember one = world.member("one", Role.ADMIN);
        StaffMember two = world.member("two", Role.ADMIN);
        StaffMember li = world.member("li", Role.CARE);
        world.suspend.execute(li.id(), one.id(), "lost the phone", acting(one));
        world.suspend.execute(li.id(), one.id(), "lost the phone", acting(one));
        Proposal back = proposals.propose(
                new ProposeCommand(
                        one.id(), "k1", ReinstateStaff.NAME, Map.of("member", li.publicId()), "found the phone"),
                acting(one));
        proposals.approve(back.id(), two.id(), acting(two));
        assertThat(world.staff.find(li.id()).orElseThrow().may(Permission.CUSTOMER_REVEAL))
                .isTrue();
    }

    @Test
    void nobodyHoldsBothSidesOfTheMoney() {
        for (Role role : Role.values()) {
            Set<Permission> all = role.permissions();
            if (role == Role.AUDITOR) {
                assertThat(all)
                        .as("an auditor changes nothing")
                        .allMatch(p -> p.name().endsWith("_READ") || p.name().endsWith("_EXPORT"));
            }
            if (role != Role.ADMIN) {
                assertThat(all)
                        .as(role.word())
                        .doesNotContainAnyElementsOf(EnumSet.of(
                                Permission.STAFF_CREATE, Permission.STAFF_SUSPEND, Permission.STAFF_ROLES_APPROVE));
            }
            assertThat(Role.ofWords(Role.words(Set.of(role)))).containsExactly(role);
        }
        assertThat(Role.ADMIN.allows(Permission.CUSTOMER_REVEAL)).isFalse();
    }
}
