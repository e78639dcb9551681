-- 检查结果: what visits found, department by department, and what was decided
-- about it. Every version stays as it was recorded; only `result_states`,
-- which says where each one stands, is ever changed.

-- One version of one department's result of one visit.
CREATE TABLE results (
  serial      BIGINT NOT NULL REFERENCES attempts (serial),
  visit       BIGINT NOT NULL CHECK (visit >= 1),        -- its number, substitutes' behind those drawn
  department  TEXT   NOT NULL CHECK (department <> ''),
  version     BIGINT NOT NULL CHECK (version >= 1),      -- counts from 1
  code        TEXT   NOT NULL,                           -- the entity visited
  date        TEXT   NOT NULL,                           -- 检查日期
  late        TEXT   CHECK (late <> ''),                 -- why the date lies outside the window
  method      TEXT   NOT NULL CHECK (method <> ''),      -- 检查方式
  inspectors  TEXT   NOT NULL,                           -- 执法证号 of who went, joined by ';'
  present     TEXT   NOT NULL,                           -- who was there for the entity; may be empty
  rights_told BIGINT NOT NULL CHECK (rights_told IN (0, 1)), -- 权利告知
  major       BIGINT NOT NULL CHECK (major IN (0, 1)),   -- 重大执法决定
  decision    BIGINT NOT NULL CHECK (decision IN (0, 1)),-- 处罚或许可决定: 7 working days
  decided     TEXT   NOT NULL,                           -- day the deadline runs from
  recorded_by TEXT   NOT NULL,
  recorded_at TEXT   NOT NULL,
  notice      TEXT   CHECK (notice <> ''),               -- why this version was made (更正); public
  entry       BIGINT NOT NULL,                           -- the log's entry
  PRIMARY KEY (serial, visit, department, version)
);
CREATE INDEX results_by_code ON results (code);
CREATE INDEX results_by_date ON results (date);
CREATE TRIGGER results_stay_as_recorded BEFORE UPDATE ON results
BEGIN SELECT RAISE(ABORT, 'a result is never changed, only followed by another version'); END;
CREATE TRIGGER results_stay BEFORE DELETE ON results
BEGIN SELECT RAISE(ABORT, 'a result is never removed'); END;

-- Items of a version.
CREATE TABLE result_items (
  serial     BIGINT NOT NULL,
  visit      BIGINT NOT NULL,
  department TEXT   NOT NULL,
  version    BIGINT NOT NULL,
  number     BIGINT NOT NULL CHECK (number >= 1),        -- its place
  item       TEXT   NOT NULL,                            -- 事项编码
  checked    BIGINT NOT NULL CHECK (checked IN (0, 1)),
  finding    TEXT,                                       -- 检查结果, two digits
  disposal   TEXT,                                       -- 后续处置, two digits
  note       TEXT   NOT NULL,                            -- what was seen; may be empty
  PRIMARY KEY (serial, visit, department, version, number),
  FOREIGN KEY (serial, visit, department, version) REFERENCES results (serial, visit, department, version),
  CHECK (checked = 1 OR (finding IS NULL AND disposal IS NULL)),
  CHECK (checked = 0 OR finding IS NOT NULL)
);
CREATE TRIGGER result_items_stay_as_recorded BEFORE UPDATE ON result_items
BEGIN SELECT RAISE(ABORT, 'a result is never changed, only followed by another version'); END;
CREATE TRIGGER result_items_stay BEFORE DELETE ON result_items
BEGIN SELECT RAISE(ABORT, 'a result is never removed'); END;

-- Documents and media of a version; their bytes lie in evidence/ by digest.
CREATE TABLE result_evidence (
  serial     BIGINT NOT NULL,
  visit      BIGINT NOT NULL,
  department TEXT   NOT NULL,
  version    BIGINT NOT NULL,
  number     BIGINT NOT NULL CHECK (number >= 1),        -- its place
  sha256     TEXT   NOT NULL CHECK (length(sha256) = 64),
  name       TEXT   NOT NULL,                            -- of the file handed in
  kind       TEXT   NOT NULL CHECK (kind IN ('document', 'picture', 'sound', 'video')),
  at         TEXT   NOT NULL,                            -- when it was made
  PRIMARY KEY (serial, visit, department, version, number),
  FOREIGN KEY (serial, visit, department, version) REFERENCES results (serial, visit, department, version)
);
CREATE INDEX result_evidence_by_digest ON result_evidence (sha256);
CREATE TRIGGER result_evidence_stays_as_recorded BEFORE UPDATE ON result_evidence
BEGIN SELECT RAISE(ABORT, 'evidence is never changed'); END;
CREATE TRIGGER result_evidence_stays BEFORE DELETE ON result_evidence
BEGIN SELECT RAISE(ABORT, 'evidence is never removed'); END;

-- Where each version stands; follows from `result_acts`.
CREATE TABLE result_states (
  serial       BIGINT NOT NULL,
  visit        BIGINT NOT NULL,
  department   TEXT   NOT NULL,
  version      BIGINT NOT NULL,
  state        TEXT   NOT NULL CHECK (state IN
    ('recorded', 'returned', 'accepted', 'cleared', 'published', 'superseded', 'withdrawn')),
  published_at TEXT,                                     -- when it was made public
  PRIMARY KEY (serial, visit, department, version),
  FOREIGN KEY (serial, visit, department, version) REFERENCES results (serial, visit, department, version)
);
CREATE INDEX result_states_by_state ON result_states (state);
CREATE TRIGGER result_states_stay BEFORE DELETE ON result_states
BEGIN SELECT RAISE(ABORT, 'a result is never removed'); END;

-- 审核, 法制审核, 公示, 撤销: what was decided of a version.
CREATE TABLE result_acts (
  entry      BIGINT PRIMARY KEY,                         -- the log's entry
  serial     BIGINT NOT NULL,
  visit      BIGINT NOT NULL,
  department TEXT   NOT NULL,
  version    BIGINT NOT NULL,
  act        TEXT   NOT NULL CHECK (act IN
    ('accept', 'return', 'clear', 'refuse', 'publish', 'withdraw')),
  by         TEXT   NOT NULL,
  note       TEXT   NOT NULL,                            -- 审核意见; of a withdrawal the public notice
  at         TEXT   NOT NULL,
  FOREIGN KEY (serial, visit, department, version) REFERENCES results (serial, visit, department, version),
  CHECK (act <> 'withdraw' OR note <> '')
);
CREATE INDEX result_acts_by_result ON result_acts (serial, visit, department, version);
CREATE TRIGGER result_acts_stay_as_done BEFORE UPDATE ON result_acts
BEGIN SELECT RAISE(ABORT, 'what was decided is never changed'); END;
CREATE TRIGGER result_acts_stay BEFORE DELETE ON result_acts
BEGIN SELECT RAISE(ABORT, 'what was decided is never removed'); END;

-- 异议: somebody objects to a result.
CREATE TABLE objections (
  number     BIGINT PRIMARY KEY CHECK (number >= 1),     -- counts the office's
  serial     BIGINT NOT NULL,
  visit      BIGINT NOT NULL,
  department TEXT   NOT NULL,
  version    BIGINT NOT NULL,
  who        TEXT   NOT NULL CHECK (who <> ''),          -- 异议人
  reason     TEXT   NOT NULL CHECK (reason <> ''),       -- 异议事由
  received   TEXT   NOT NULL,                            -- day it came in
  by         TEXT   NOT NULL,                            -- who entered it
  at         TEXT   NOT NULL,
  entry      BIGINT NOT NULL,
  FOREIGN KEY (serial, visit, department, version) REFERENCES results (serial, visit, department, version)
);
CREATE TRIGGER objections_stay_as_written BEFORE UPDATE ON objections
BEGIN SELECT RAISE(ABORT, 'objections are never changed'); END;
CREATE TRIGGER objections_stay BEFORE DELETE ON objections
BEGIN SELECT RAISE(ABORT, 'objections are never removed'); END;

-- 答复: one for each.
CREATE TABLE objection_answers (
  number  BIGINT PRIMARY KEY REFERENCES objections (number),
  outcome TEXT   NOT NULL CHECK (outcome IN ('upheld', 'partly', 'rejected')), -- 成立, 部分成立, 不成立
  answer  TEXT   NOT NULL CHECK (answer <> ''),
  by      TEXT   NOT NULL,
  at      TEXT   NOT NULL,
  entry   BIGINT NOT NULL
);
CREATE TRIGGER objection_answers_stay_as_written BEFORE UPDATE ON objection_answers
BEGIN SELECT RAISE(ABORT, 'answers are never changed'); END;
CREATE TRIGGER objection_answers_stay BEFORE DELETE ON objection_answers
BEGIN SELECT RAISE(ABORT, 'answers are never removed'); END;

-- Local rules on deadlines; the last row is in force.
CREATE TABLE result_rules (
  number BIGINT PRIMARY KEY CHECK (number >= 1),         -- counts from 1
  toml   BLOB   NOT NULL,                                -- their text
  sha256 TEXT   NOT NULL CHECK (length(sha256) = 64),    -- its digest
  at     TEXT   NOT NULL                                 -- when
);
