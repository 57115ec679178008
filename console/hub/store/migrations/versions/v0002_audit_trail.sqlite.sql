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
CREATE TRIGGER audit_trail_unchanged BEFORE UPDATE ON audit_trail BEGIN SELECT RAISE(ABORT, 'the audit trail is only ever added to'); END;
CREATE TRIGGER audit_trail_kept BEFORE DELETE ON audit_trail BEGIN SELECT RAISE(ABORT, 'the audit trail is only ever added to'); END;
CREATE TRIGGER audit_trail_not_replaced BEFORE INSERT ON audit_trail WHEN EXISTS (SELECT 1 FROM audit_trail WHERE number = NEW.number) BEGIN SELECT RAISE(ABORT, 'the audit trail is only ever added to'); END;
