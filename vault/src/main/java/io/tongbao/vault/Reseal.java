package io.tongbao.vault;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Seals an owner's values anew with the current version, a page of rows at a time, while everything runs. */
public interface Reseal {

    KeyPurpose purpose();

    /** Where the rows are: {@code merchant.api_key.secret_sealed}. */
    String what();

    /**
     * Looks at the next rows and seals again those that are sealed with another version than the current one. A row that
     * somebody changes meanwhile is left to him.
     *
     * @param after where the page before ended, null for the first
     * @param rows most rows to look at, 1 or more
     */
    Page page(Vault vault, @Nullable UUID after, int rows);

    /**
     * What a page did.
     *
     * @param resealed rows
     * @param next where the next page begins, null when there is none
     */
    record Page(int resealed, @Nullable UUID next) {}
}
