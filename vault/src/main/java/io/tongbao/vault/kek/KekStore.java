package io.tongbao.vault.kek;

import org.jspecify.annotations.Nullable;

/** A place that keeps key-encryption keys by their ids. */
public sealed interface KekStore permits Pkcs12KekStore, Pkcs11KekStore {

    /** As the database names it: {@code pkcs12} or {@code pkcs11}. */
    String kind();

    /** For messages: the file, or the token. */
    String where();

    /** The key, or null when it is not there, also after looking again. */
    @Nullable
    Kek find(String id);

    /** Makes a fresh AES-256 key under this id and keeps it before returning. */
    Kek create(String id);
}
