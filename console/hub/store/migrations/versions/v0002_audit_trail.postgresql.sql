CREATE TABLE schema_compat (
one INTEGER NOT NULL,
oldest TEXT NOT NULL,
CONSTRAINT pk_schema_compat PRIMARY KEY (one)
);
CREATE TABLE audit_head (
one INTEGER NOT NULL,
number BIGINT NOT NULL,
hash TEXT NOT NULL,
CONSTRAINT pk_audit_head PRIMARY KEY (one)
);
CREATE TABLE audit_trail (
number BIGINT NOT NULL,
at BIGINT NOT NULL,
actor TEXT NOT NULL,
desk TEXT NOT NULL,
action TEXT NOT NULL,
object TEXT NOT NULL,
why TEXT NOT NULL,
hash TEXT NOT NULL,
CONSTRAINT pk_audit_trail PRIMARY KEY (number)
);
INSERT INTO schema_compat (one, oldest) VALUES (1, '0001');
CREATE FUNCTION audit_trail_refusal() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE EXCEPTION ''the audit trail is only ever added to''; END';
CREATE TRIGGER audit_trail_kept BEFORE UPDATE OR DELETE ON audit_trail FOR EACH ROW EXECUTE FUNCTION audit_trail_refusal();
CREATE TRIGGER audit_trail_not_emptied BEFORE TRUNCATE ON audit_trail FOR EACH STATEMENT EXECUTE FUNCTION audit_trail_refusal();
