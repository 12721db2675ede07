package io.tongbao.customer.tier;

import io.tongbao.customer.tier.Standing.Missing;
import java.time.LocalDate;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * From passed checks to a class of payment account (rules of 2016-07-01). Pure.
 *
 * <p>Class I wants one external check, class II three by different sources, class III five or one face to face, and pictures
 * of the document that staff accepted. An expired document carries nothing.
 */
public final class TierRules {

    private static final int CLASS_ONE_CHECKS = 1;
    private static final int CLASS_TWO_CHECKS = 3;
    private static final int CLASS_THREE_CHECKS = 5;

    private TierRules() {}

    /**
     * @param claimed whether a name and a document were given
     * @param expiresOn last day the document is valid; null for one that does not expire
     * @param heldElsewhere whether another account of this person is of class III
     */
    public static Standing assess(
            boolean claimed,
            @Nullable LocalDate expiresOn,
            LocalDate today,
            Collection<PassedCheck> checks,
            boolean heldElsewhere) {
        if (!claimed) {
            return new Standing(Tier.NONE, Tier.I, Set.of(Missing.IDENTITY_CLAIM), CLASS_ONE_CHECKS);
        }
        if (expiresOn != null && expiresOn.isBefore(today)) {
            return new Standing(Tier.NONE, Tier.I, Set.of(Missing.VALID_DOCUMENT), 0);
        }
        int external = (int) checks.stream()
                .filter(check -> check.kind().isExternal())
                .map(PassedCheck::source)
                .distinct()
                .count();
        boolean inPerson = checks.stream().anyMatch(check -> check.kind() == CheckKind.FACE_TO_FACE);
        boolean pictures = inPerson || checks.stream().anyMatch(check -> check.kind() == CheckKind.DOCUMENT_REVIEW);
        if (external < CLASS_ONE_CHECKS) {
            return new Standing(Tier.NONE, Tier.I, Set.of(Missing.EXTERNAL_CHECKS), CLASS_ONE_CHECKS - external);
        }
        if (external < CLASS_TWO_CHECKS && !inPerson) {
            return new Standing(Tier.I, Tier.II, Set.of(Missing.EXTERNAL_CHECKS), CLASS_TWO_CHECKS - external);
        }
        Set<Missing> missing = EnumSet.noneOf(Missing.class);
        int checksMissing = inPerson ? 0 : Math.max(0, CLASS_THREE_CHECKS - external);
        if (checksMissing > 0) {
            missing.add(Missing.EXTERNAL_CHECKS);
        }
        if (!pictures) {
            missing.add(Missing.DOCUMENT_PICTURES);
        }
        if (heldElsewhere) {
            missing.add(Missing.CLASS_THREE_ELSEWHERE);
        }
        return missing.isEmpty()
                ? new Standing(Tier.III, null, Set.of(), 0)
                : new Standing(Tier.II, Tier.III, missing, checksMissing);
    }
}
