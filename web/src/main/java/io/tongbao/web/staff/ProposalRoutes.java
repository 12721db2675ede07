package io.tongbao.web.staff;

import io.tongbao.edge.FieldRefused;
import io.tongbao.edge.JsonBody;
import io.tongbao.edge.Query;
import io.tongbao.kernel.Refused;
import io.tongbao.kernel.RequestError;
import io.tongbao.staff.Permission;
import io.tongbao.staff.Proposal;
import io.tongbao.staff.ProposalKind;
import io.tongbao.staff.ProposalState;
import io.tongbao.staff.Proposals;
import io.tongbao.staff.Proposals.ProposeCommand;
import io.tongbao.staff.StaffError;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Maker and checker. Which permission it takes is the kind's own matter, asked by the use case. */
public final class ProposalRoutes implements OpsRoutes {

    private static final int MAX_FIELD = 500;

    private final Proposals proposals;

    public ProposalRoutes(Proposals proposals) {
        this.proposals = proposals;
    }

    @Override
    public void addTo(OpsRouter router) {
        router.get("/ops/v1/proposals", Access.with(Permission.PROPOSAL_READ), this::list)
                .post("/ops/v1/proposals", Access.with(Permission.PROPOSAL_READ), this::propose)
                .get("/ops/v1/proposals/{id}", Access.with(Permission.PROPOSAL_READ), this::get)
                .post("/ops/v1/proposals/{id}/approve", Access.with(Permission.PROPOSAL_READ), this::approve)
                .post("/ops/v1/proposals/{id}/reject", Access.with(Permission.PROPOSAL_READ), this::reject)
                .post("/ops/v1/proposals/{id}/withdraw", Access.with(Permission.PROPOSAL_READ), this::withdraw);
    }

    private void list(OpsCall call) throws IOException {
        Query query = call.query();
        ProposalState state = state(query.text("state"));
        String before = query.text("before");
        int limit = query.limit();
        query.end();
        UUID cursor = before == null ? null : Query.pathId(Proposal.PREFIX, before);
        call.answer(200, OpsJson.list(proposals.list(state, cursor, limit), OpsJson::proposal));
    }

    private static @Nullable ProposalState state(@Nullable String word) {
        if (word == null) {
            return null;
        }
        for (ProposalState state : ProposalState.values()) {
            if (state.word().equals(word)) {
                return state;
            }
        }
        throw new FieldRefused(RequestError.INVALID_REQUEST, "state", "state must be that of a proposal");
    }

    private void propose(OpsCall call) throws IOException {
        String key = call.readIdempotencyKey();
        JsonBody body = call.json();
        String name = body.text("kind", 1, 64);
        String reason = body.text("reason", 1, MAX_FIELD);
        JsonBody payload = body.object("payload");
        ProposalKind<?> kind = proposals
                .kind(name)
                .orElseThrow(() -> new FieldRefused(
                        RequestError.INVALID_REQUEST,
                        "kind",
                        "kind must be one of " + String.join(", ", proposals.kindNames())));
        Map<String, String> fields = new LinkedHashMap<>();
        for (String field : kind.fields()) {
            fields.put(field, payload.text(field, 0, kind.longestField()));
        }
        payload.end();
        body.end();
        Proposal made =
                proposals.propose(new ProposeCommand(call.member().id(), key, name, fields, reason), call.acting());
        answer(call, 201, made);
    }

    private void get(OpsCall call) throws IOException {
        answer(call, 200, proposals.find(id(call)).orElseThrow(() -> new Refused(StaffError.PROPOSAL_NOT_FOUND)));
    }

    private void approve(OpsCall call) throws IOException {
        call.noFields();
        answer(call, 200, proposals.approve(id(call), call.member().id(), call.acting()));
    }

    private void reject(OpsCall call) throws IOException {
        JsonBody body = call.json();
        String reason = body.text("reason", 1, MAX_FIELD);
        body.end();
        answer(call, 200, proposals.reject(id(call), call.member().id(), reason, call.acting()));
    }

    private void withdraw(OpsCall call) throws IOException {
        call.noFields();
        answer(call, 200, proposals.withdraw(id(call), call.member().id(), call.acting()));
    }

    private static UUID id(OpsCall call) {
        return Query.pathId(Proposal.PREFIX, call.path("id"));
    }

    private static void answer(OpsCall call, int status, Proposal proposal) throws IOException {
        call.answer(status, OpsJson.object(json -> OpsJson.proposal(json, proposal)));
    }
}
