package io.tongbao.pki;

import io.tongbao.kernel.Refused;
import io.tongbao.vault.KeyPurpose;
import io.tongbao.vault.SealedColumn;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.bouncycastle.operator.ContentSigner;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Reads of authorities, and their signatures. */
public final class Authorities {

    private static final int SERIAL_BITS = 127;

    private final JdbcClient jdbc;
    private final Map<Integer, AuthorityKeys> stores;
    private final SecureRandom random = new SecureRandom();

    /**
     * @param stores every place where keys of this installation's authorities may lie
     */
    public Authorities(DataSource database, List<AuthorityKeys> stores) {
        this.jdbc = JdbcClient.create(database);
        this.stores = stores.stream()
                .collect(Collectors.toUnmodifiableMap(keys -> keys.store().number(), Function.identity()));
    }

    /** Where this module keeps the keys of authorities that the vault seals. */
    public static SealedColumn sealedKeys(DataSource database) {
        return new SealedColumn(database, KeyPurpose.SECRET, "pki.authority", "id", "key_sealed", SealedKeys::place);
    }

    /** All of them, roots first. */
    public List<Authority> list() {
        return jdbc.sql("select " + Authority.COLUMNS
                        + " from pki.authority a order by a.level, a.family, a.generation")
                .query((row, n) -> Authority.of(row))
                .list();
    }

    /** By the name in addresses. */
    public Optional<Authority> find(String name) {
        return jdbc.sql("select " + Authority.COLUMNS + " from pki.authority a where a.name = :name")
                .param("name", name)
                .query((row, n) -> Authority.of(row))
                .optional();
    }

    /** An issuing authority's certificate, and its root's: what goes with a certificate it gave. */
    public List<Authority> chain(Authority from) {
        UUID parent = from.parentId();
        return parent == null ? List.of(from) : List.of(from, byId(parent));
    }

    Authority byId(UUID id) {
        return jdbc.sql("select " + Authority.COLUMNS + " from pki.authority a where a.id = :id")
                .param("id", id)
                .query((row, n) -> Authority.of(row))
                .single();
    }

    /**
     * The one that certifies now. Its row is kept from being retired or revoked until the transaction ends.
     *
     * @throws Refused AUTHORITY_UNAVAILABLE
     */
    Authority active(KeyFamily family, Authority.Level level) {
        return jdbc.sql("select " + Authority.COLUMNS + " from pki.authority a"
                        + " where a.family = :family and a.level = :level and a.status = 1 for share")
                .param("family", family.number())
                .param("level", level.number())
                .query((row, n) -> Authority.of(row))
                .optional()
                .orElseThrow(() -> new Refused(PkiError.AUTHORITY_UNAVAILABLE, family.word()));
    }

    /** Signs once. */
    ContentSigner signer(Authority authority) {
        return jdbc.sql("select key_store, key_sealed, key_label from pki.authority where id = :id")
                .param("id", authority.id())
                .query((row, n) -> {
                    AuthorityKeys keys = stores.get(row.getInt("key_store"));
                    if (keys == null) {
                        throw new Refused(
                                PkiError.AUTHORITY_UNAVAILABLE, authority.name() + ": its key's store is not attached");
                    }
                    byte[] reference =
                            switch (keys.store()) {
                                case SEALED -> row.getBytes("key_sealed");
                                case TOKEN -> row.getString("key_label").getBytes(StandardCharsets.UTF_8);
                            };
                    return keys.signer(authority.family(), authority.id(), reference);
                })
                .single();
    }

    /** 126 bits of randomness: RFC 5280 wants a positive number of at most 20 octets, browsers at least 64 random bits. */
    BigInteger serial() {
        return new BigInteger(SERIAL_BITS - 1, random).setBit(SERIAL_BITS - 1);
    }
}
