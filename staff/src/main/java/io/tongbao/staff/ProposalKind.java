package io.tongbao.staff;

import java.sql.Connection;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.UUID;

/**
 * One kind of change that needs two people. Modules register theirs with {@link Proposals}.
 *
 * @param <P> what is proposed; a record
 */
public interface ProposalKind<P> {

    /** Stable name, {@code provider.status}. */
    String name();

    Permission toMake();

    Permission toCheck();

    /** Names of the payload's fields, all required. */
    Set<String> fields();

    /** Characters of the longest field. */
    default int longestField() {
        return 500;
    }

    /** The payload as a flat JSON object of texts, to be stored. */
    SequencedMap<String, String> encode(P payload);

    /**
     * The payload back.
     *
     * @throws io.tongbao.kernel.Refused when a field is missing or wrong: the same code reads what comes over HTTP
     */
    P decode(Map<String, String> fields);

    /** What is changed, {@code provider:sp_…}: kind, colon, public id. */
    String subject(P payload);

    /** Staff whom the change is about: they neither make nor check it. */
    default Set<UUID> concerned(P payload) {
        return Set.of();
    }

    /**
     * Looks at the thing as it is now and locks it until the transaction ends.
     *
     * @throws io.tongbao.kernel.Refused when the change is not possible
     */
    Diff look(Connection connection, P payload);

    /**
     * Makes the change, within the deciding transaction: by {@code connection}, or through Spring's JDBC on the same data
     * source in this thread. Called at most once for a proposal whose transaction commits.
     */
    void apply(Connection connection, P payload, Acting acting);

    /**
     * What follows outside the database, once the approval is committed. It may be lost with the process, so whatever it does
     * a job does again.
     *
     * @param payload as stored
     */
    default void follow(Map<String, String> payload) {}

    /**
     * What would change.
     *
     * @param version of the thing, as any text; the proposal is stale once it differs
     * @param before field by field, safe to show to every checker
     * @param after the same fields after the change
     */
    record Diff(String version, SequencedMap<String, String> before, SequencedMap<String, String> after) {}
}
