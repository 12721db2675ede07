-- What staff decide: holds whose money follows after the commit, and enterprises that were refused.

ALTER TABLE customer.hold ADD COLUMN settled boolean NOT NULL DEFAULT true;

COMMENT ON COLUMN customer.hold.settled IS 'false while the ledger has still to reserve, or release, the amount';
UPDATE customer.hold SET settled = false WHERE amount_minor IS NOT NULL AND held_minor IS NULL;
CREATE INDEX hold_unsettled ON customer.hold (placed_at) WHERE NOT settled;

ALTER TABLE customer.enterprise
    ADD COLUMN refused_at timestamptz,
    ADD COLUMN refused_by uuid,
    ADD COLUMN refusal    text,
    ADD CONSTRAINT enterprise_one_outcome CHECK (verified_at IS NULL OR refused_at IS NULL);

COMMENT ON COLUMN customer.enterprise.refusal IS 'why, for its operators to read';
CREATE INDEX enterprise_waiting ON customer.enterprise (created_at) WHERE verified_at IS NULL AND refused_at IS NULL;
