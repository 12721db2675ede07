package io.tongbao.partner;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * One configured partner: a kind (which adapter) and its settings as the operator wrote them. An adapter reads what it knows and
 * refuses what it does not, so that a misspelt setting never passes in silence.
 *
 * @param kind {@code iso8583}, {@code http}, {@code file}, {@code camara}, {@code diameter}, or one of the operator's own
 * @param nameZh as payers read it
 * @param nameEn as payers read it
 * @param values by name, such as {@code host}, {@code port}; names of secrets' <em>files</em>, never secrets themselves
 */
public record PartnerSettings(PartnerId id, String kind, String nameZh, String nameEn, Map<String, String> values) {

    public PartnerSettings {
        values = Map.copyOf(values);
    }

    public Optional<String> find(String name) {
        return Optional.ofNullable(values.get(name));
    }

    /** @throws IllegalArgumentException when it is missing */
    public String require(String name) {
        return find(name)
                .orElseThrow(() -> new IllegalArgumentException("partner " + id + " lacks the setting " + name));
    }

    public String get(String name, String otherwise) {
        return values.getOrDefault(name, otherwise);
    }

    /** @throws IllegalArgumentException when it is no number, or out of range */
    public int number(String name, int otherwise, int least, int most) {
        String written = values.get(name);
        if (written == null) {
            return otherwise;
        }
        try {
            int number = Integer.parseInt(written.strip());
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Told below, together with what is allowed.
        }
        throw new IllegalArgumentException(
                "setting " + name + " of partner " + id + " must be a number from " + least + " to " + most);
    }

    /** @throws IllegalArgumentException naming the settings that are not among {@code known} */
    public void allowOnly(Set<String> known) {
        Set<String> unknown = new TreeSet<>(values.keySet());
        unknown.removeAll(known);
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException(
                    "partner " + id + " has unknown settings " + unknown + "; known are " + new TreeSet<>(known));
        }
    }
}
