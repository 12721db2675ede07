package io.tongbao.web.staff;

import io.tongbao.edge.JsonBody;
import io.tongbao.edge.Query;
import io.tongbao.staff.InviteStaff;
import io.tongbao.staff.InviteStaff.Invitation;
import io.tongbao.staff.InviteStaff.InviteCommand;
import io.tongbao.staff.Permission;
import io.tongbao.staff.Staff;
import io.tongbao.staff.StaffMember;
import io.tongbao.staff.SuspendStaff;
import java.io.IOException;
import java.util.UUID;

/** The operator's people. Their roles change by proposal only. */
public final class StaffRoutes implements OpsRoutes {

    private static final int MOST = 500;

    private final Staff staff;
    private final InviteStaff invite;
    private final SuspendStaff suspend;

    public StaffRoutes(Staff staff, InviteStaff invite, SuspendStaff suspend) {
        this.staff = staff;
        this.invite = invite;
        this.suspend = suspend;
    }

    @Override
    public void addTo(OpsRouter router) {
        router.get("/ops/v1/staff", Access.with(Permission.STAFF_READ), this::list)
                .post("/ops/v1/staff", Access.with(Permission.STAFF_CREATE), this::invite)
                .post("/ops/v1/staff/{id}/suspend", Access.with(Permission.STAFF_SUSPEND), this::suspend);
    }

    private void list(OpsCall call) throws IOException {
        call.answer(200, OpsJson.list(staff.list(MOST), OpsJson::member));
    }

    private void invite(OpsCall call) throws IOException {
        String key = "ops:" + call.member().publicId() + ":" + call.readIdempotencyKey();
        JsonBody body = call.json();
        InviteCommand command = new InviteCommand(key, body.text("login", 1, 64), body.text("name", 1, 64));
        body.end();
        Invitation invitation = invite.execute(command, call.member().id(), call.acting());
        call.answer(201, OpsJson.object(json -> {
            OpsJson.member(json, invitation.member());
            json.writeStringProperty("setup_token", invitation.token().reveal());
            json.writeStringProperty("setup_expires_at", invitation.expiresAt().toString());
        }));
    }

    private void suspend(OpsCall call) throws IOException {
        UUID id = Query.pathId(StaffMember.PREFIX, call.path("id"));
        JsonBody body = call.json();
        String reason = body.text("reason", 1, 500);
        body.end();
        StaffMember member = suspend.execute(id, call.member().id(), reason, call.acting());
        call.answer(200, OpsJson.object(json -> OpsJson.member(json, member)));
    }
}
