-- What this database was created for; decided once and never changed.
CREATE TABLE server.installation (
    only_row        boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    mode            text        NOT NULL CHECK (mode IN ('sandbox', 'production')),
    created_at      timestamptz NOT NULL,
    installation_id uuid        NOT NULL
);

CREATE FUNCTION server.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the installation row never changes';
END
$$;

CREATE TRIGGER installation_never_changes
    BEFORE UPDATE OR DELETE ON server.installation
    FOR EACH ROW EXECUTE FUNCTION server.refuse_change();

CREATE TRIGGER installation_never_truncated
    BEFORE TRUNCATE ON server.installation
    FOR EACH STATEMENT EXECUTE FUNCTION server.refuse_change();
