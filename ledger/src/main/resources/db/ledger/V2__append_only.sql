-- Refused ids, batches and history are as final as the journal itself.
CREATE TRIGGER failed_id_immutable BEFORE UPDATE OR DELETE ON ledger.failed_id
    FOR EACH ROW EXECUTE FUNCTION ledger.refuse_change();
CREATE TRIGGER failed_id_not_truncated BEFORE TRUNCATE ON ledger.failed_id
    FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change();
CREATE TRIGGER account_history_not_truncated BEFORE TRUNCATE ON ledger.account_history
    FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change();
CREATE TRIGGER batch_not_truncated BEFORE TRUNCATE ON ledger.batch
    FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change();
