-- Joint inspections: local rules, and departments that left a joint plan.

-- The local rules of joint inspections; the last row is in force.
CREATE TABLE joint_rules (
  number BIGINT PRIMARY KEY CHECK (number >= 1),         -- counts from 1
  toml   BLOB   NOT NULL,                                -- their text
  sha256 TEXT   NOT NULL CHECK (length(sha256) = 64),    -- its digest
  at     TEXT   NOT NULL                                 -- when
);

-- 退出: a department withdrew from a joint plan before its freeze. The text it
-- withdrew from must never be frozen.
CREATE TABLE withdrawals (
  plan       TEXT NOT NULL,
  sha256     TEXT NOT NULL CHECK (length(sha256) = 64),  -- digest of the text it withdrew from
  department TEXT NOT NULL CHECK (department <> ''),
  reason     TEXT NOT NULL,                              -- may be empty
  at         TEXT NOT NULL,
  PRIMARY KEY (plan, sha256, department)
);
CREATE TRIGGER withdrawals_stay_as_written BEFORE UPDATE ON withdrawals
BEGIN SELECT RAISE(ABORT, 'withdrawals are never changed'); END;
CREATE TRIGGER withdrawals_stay BEFORE DELETE ON withdrawals
BEGIN SELECT RAISE(ABORT, 'withdrawals are never removed'); END;
