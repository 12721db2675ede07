package io.tongbao.vault;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Walks through all registered places after a rotation and seals what older versions sealed. Each place is walked once for a
 * version, a page at a time, and only when every node has surely gone over to it. What a crash left is walked again by the
 * next process.
 */
public final class ResealFields {

    private final Vault vault;
    private final List<Reseal> places;
    private final Map<Reseal, Walk> walks = new HashMap<>();

    private record Walk(int version, @Nullable UUID next, boolean done) {}

    public ResealFields(Vault vault, List<? extends Reseal> places) {
        this.vault = vault;
        this.places = List.copyOf(places);
    }

    /**
     * Looks at one page of each place that is not through.
     *
     * @param rows most rows of a page
     * @return rows sealed again
     */
    public synchronized int step(int rows) {
        int resealed = 0;
        for (Reseal place : places) {
            Walk walk = walk(place);
            if (!walk.done()) {
                Reseal.Page page = place.page(vault, walk.next(), rows);
                resealed += page.resealed();
                walks.put(place, new Walk(walk.version(), page.next(), page.next() == null));
            }
        }
        return resealed;
    }

    /** Whether there is a place to walk through now. */
    public synchronized boolean pending() {
        return places.stream().anyMatch(place -> !walk(place).done());
    }

    private Walk walk(Reseal place) {
        int current = vault.currentVersion(place.purpose());
        Walk walk = walks.get(place);
        if (walk != null && walk.version() == current) {
            return walk;
        }
        boolean nothingToDo = vault.versions(place.purpose()).size() < 2 || !vault.settled(place.purpose());
        return new Walk(current, null, nothingToDo);
    }
}
