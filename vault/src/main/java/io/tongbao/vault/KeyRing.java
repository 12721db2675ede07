package io.tongbao.vault;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The data keys that a node holds at one moment; immutable, so that the hot path reads it without a lock. */
final class KeyRing {

    static final KeyRing EMPTY = new KeyRing(List.of(), Map.of(), Set.of());

    /** Newest first. */
    private final EnumMap<KeyPurpose, List<DataKey>> keys = new EnumMap<>(KeyPurpose.class);

    private final EnumMap<KeyPurpose, DataKey> current = new EnumMap<>(KeyPurpose.class);
    private final Set<KeyPurpose> settled;

    /**
     * @param currentVersions the version that is for new values, of each purpose; a purpose without one cannot seal
     * @param settled purposes whose current version has been in use for so long that every node uses it
     */
    KeyRing(Collection<DataKey> all, Map<KeyPurpose, Integer> currentVersions, Set<KeyPurpose> settled) {
        this.settled = Set.copyOf(settled);
        for (DataKey key : all) {
            keys.computeIfAbsent(key.purpose(), purpose -> new ArrayList<>()).add(key);
            if (Integer.valueOf(key.version()).equals(currentVersions.get(key.purpose()))) {
                current.put(key.purpose(), key);
            }
        }
        keys.replaceAll((purpose, list) -> list.stream()
                .sorted(Comparator.comparingInt(DataKey::version).reversed())
                .toList());
    }

    @Nullable
    DataKey find(KeyPurpose purpose, int version) {
        for (DataKey key : all(purpose)) {
            if (key.version() == version) {
                return key;
            }
        }
        return null;
    }

    DataKey current(KeyPurpose purpose) {
        DataKey key = current.get(purpose);
        if (key == null) {
            throw new IllegalStateException("the vault holds no key to use for " + purpose.word());
        }
        return key;
    }

    boolean settled(KeyPurpose purpose) {
        return settled.contains(purpose);
    }

    /** Newest first; one that is not yet for new values may lead. */
    List<DataKey> all(KeyPurpose purpose) {
        return keys.getOrDefault(purpose, List.of());
    }

    List<DataKey> all() {
        return keys.values().stream().flatMap(List::stream).toList();
    }

    @Override
    public String toString() {
        return "KeyRing" + keys;
    }
}
