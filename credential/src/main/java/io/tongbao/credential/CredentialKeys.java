package io.tongbao.credential;

import io.tongbao.vault.KeyPurpose;
import io.tongbao.vault.SealedColumn;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/** What of this module needs the vault's keys. */
public final class CredentialKeys {

    private CredentialKeys() {}

    /** Sealed passwords and TOTP seeds, of customers and of staff. */
    public static List<SealedColumn> sealed(DataSource database) {
        List<SealedColumn> columns = new ArrayList<>();
        for (SubjectKind kind : SubjectKind.values()) {
            columns.add(SealedColumn.ofKind(
                    database,
                    KeyPurpose.SECRET,
                    "credential.password",
                    "subject_kind",
                    kind.number(),
                    "subject_id",
                    "sealed_hash",
                    id -> Passwords.place(new Subject(kind, id))));
            for (String column : List.of("sealed_secret", "sealed_pending")) {
                columns.add(SealedColumn.ofKind(
                        database,
                        KeyPurpose.SECRET,
                        "credential.totp",
                        "subject_kind",
                        kind.number(),
                        "subject_id",
                        column,
                        id -> TotpDevices.place(new Subject(kind, id))));
            }
        }
        return columns;
    }
}
