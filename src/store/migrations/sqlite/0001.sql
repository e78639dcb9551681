-- The office's state. Text is TEXT, whole numbers BIGINT, bytes BLOB, so that
-- the same numbered folder for PostgreSQL differs in little but types.
-- Dates are YYYY-MM-DD, instants RFC 3339 with their offset, digests 64
-- lower-case hex, lists joined by ';'.

-- The office itself: one row.
CREATE TABLE office (
  id       BIGINT PRIMARY KEY CHECK (id = 1),
  name     TEXT   NOT NULL CHECK (name <> ''),           -- 单位名称, as in plan.json
  practice BIGINT NOT NULL CHECK (practice IN (0, 1)),   -- 1: a practice office, whose clock may be set
  utc      TEXT   NOT NULL,                              -- offset in which instants are written, +08:00
  area     TEXT   NOT NULL,                              -- its own area, GB/T 2260; may be empty
  created  TEXT   NOT NULL                               -- when
);

-- The journal: every change of state writes its row in the same transaction.
CREATE TABLE entries (
  seq   BIGINT PRIMARY KEY CHECK (seq >= 1),             -- counts from 1 without gaps
  at    TEXT NOT NULL,                                   -- when, also in body
  actor TEXT NOT NULL,                                   -- who, also in body
  kind  TEXT NOT NULL CHECK (kind <> ''),                -- what, also in body
  body  TEXT NOT NULL,                                   -- canonical JSON (RFC 8785)
  hash  TEXT NOT NULL UNIQUE CHECK (length(hash) = 64)   -- SHA-256 of: tag, the hash before, body; each a line
);
CREATE TRIGGER entries_stay_as_written BEFORE UPDATE ON entries
BEGIN SELECT RAISE(ABORT, 'entries are never changed'); END;
CREATE TRIGGER entries_stay BEFORE DELETE ON entries
BEGIN SELECT RAISE(ABORT, 'entries are never removed'); END;

-- Versions of the registry of objects; the last row is the current one.
CREATE TABLE registry_versions (
  version  BIGINT PRIMARY KEY CHECK (version >= 1),      -- counts from 1
  manifest TEXT   NOT NULL CHECK (length(manifest) = 64),-- digest of the manifest
  rows     BIGINT NOT NULL CHECK (rows >= 0),            -- entities in it
  files    TEXT   NOT NULL,                              -- JSON: names and digests of the files imported
  at       TEXT   NOT NULL                               -- when
);

-- 执法检查人员名录库.
CREATE TABLE inspectors (
  certificate TEXT PRIMARY KEY,                          -- 执法证号
  name        TEXT NOT NULL,                             -- 姓名
  sex         TEXT NOT NULL,                             -- 性别
  department  TEXT NOT NULL,                             -- 所属部门
  post        TEXT NOT NULL,                             -- 职务
  competences TEXT NOT NULL,                             -- 执法类别
  areas       TEXT NOT NULL,                             -- 执法区域
  authority   TEXT NOT NULL,                             -- 发证机关
  valid_from  TEXT NOT NULL,                             -- 有效期起
  valid_to    TEXT NOT NULL,                             -- 有效期止
  reviewed    BIGINT,                                    -- last year whose 年审 was passed
  state       TEXT NOT NULL CHECK (state IN ('active', 'leave', 'suspended', 'revoked')), -- 状态
  leave_from  TEXT,                                      -- first day of a leave
  leave_to    TEXT,                                      -- last day of a leave
  expert      BIGINT NOT NULL CHECK (expert IN (0, 1))   -- 专家
);
CREATE INDEX inspectors_by_department ON inspectors (department);

-- 抽查事项清单, every version ever in force.
CREATE TABLE items (
  code    TEXT   NOT NULL,                               -- 事项编码
  version BIGINT NOT NULL CHECK (version >= 1),          -- counts from 1
  sheet   TEXT   NOT NULL,                               -- the version as canonical JSON
  PRIMARY KEY (code, version)
);

-- 检查历史: one row a visit, department and set of items.
CREATE TABLE history (
  code       TEXT NOT NULL,                              -- 对象代码
  date       TEXT NOT NULL,                              -- 检查日期
  department TEXT NOT NULL,                              -- 检查部门
  source     TEXT NOT NULL,                              -- 检查来源
  visit      TEXT NOT NULL,                              -- 检查编号 where it has one
  items      TEXT NOT NULL,                              -- 抽查事项 codes
  result     TEXT NOT NULL,                              -- 检查结果
  inspectors TEXT NOT NULL,                              -- 执法证号 of those who went
  PRIMARY KEY (code, date, department, source, visit, items)
);

-- 回避: pairs that may not meet. The reason never leaves the office.
CREATE TABLE barred (
  code      TEXT NOT NULL,                               -- 对象代码
  inspector TEXT NOT NULL,                               -- 执法证号
  reason    TEXT NOT NULL,                               -- 回避事由
  until     TEXT NOT NULL,                               -- last day it holds
  PRIMARY KEY (code, inspector, reason)
);

-- Every TOML text of a plan that was ever approved or frozen.
CREATE TABLE texts (
  sha256 TEXT PRIMARY KEY CHECK (length(sha256) = 64),   -- digest of the text
  toml   BLOB NOT NULL                                   -- the text
);

-- Plans by number, with the text last approved or frozen.
CREATE TABLE plans (
  plan    TEXT PRIMARY KEY CHECK (plan <> ''),           -- 计划编号
  title   TEXT NOT NULL,                                 -- 标题
  sha256  TEXT NOT NULL REFERENCES texts (sha256),       -- digest of the text
  at      TEXT NOT NULL                                  -- when it came in
);

-- 审批: the head's sign-off of exactly one text.
CREATE TABLE approvals (
  plan    TEXT   NOT NULL REFERENCES plans (plan),
  sha256  TEXT   NOT NULL REFERENCES texts (sha256),     -- digest of the TOML text approved
  head    TEXT   NOT NULL CHECK (head <> ''),            -- 行政主要负责人
  note    TEXT   NOT NULL,                               -- 审批意见 or 文号; may be empty
  at      TEXT   NOT NULL,
  later   BIGINT NOT NULL CHECK (later IN (0, 1)),       -- 1: 事后审批
  PRIMARY KEY (plan, sha256)
);

-- Attempts; serial counts the office's, attempt the plan's.
CREATE TABLE attempts (
  serial    BIGINT PRIMARY KEY CHECK (serial >= 1),
  plan      TEXT   NOT NULL REFERENCES plans (plan),
  attempt   BIGINT NOT NULL CHECK (attempt >= 1),
  toml      TEXT   NOT NULL REFERENCES texts (sha256),   -- digest of the TOML text frozen
  document  BLOB   NOT NULL,                             -- plan.json
  p         TEXT   NOT NULL UNIQUE CHECK (length(p) = 64), -- its digest
  urgent    BIGINT NOT NULL CHECK (urgent IN (0, 1)),    -- 1: frozen before its approval
  sealed    BIGINT NOT NULL CHECK (sealed IN (0, 1)),    -- 1: stays secret until disclosed
  frozen_at TEXT   NOT NULL,
  seed      TEXT   CHECK (length(seed) = 64),            -- set by the draw, once
  drawn_at  TEXT,
  reason    TEXT   CHECK (reason <> ''),                 -- why abandoned
  abandoned_at TEXT,
  UNIQUE (plan, attempt),
  CHECK ((seed IS NULL) = (drawn_at IS NULL)),
  CHECK ((reason IS NULL) = (abandoned_at IS NULL))
);
CREATE TRIGGER one_attempt_one_seed BEFORE UPDATE OF seed ON attempts WHEN OLD.seed IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'one attempt, one seed'); END;
CREATE TRIGGER attempts_stay_frozen
BEFORE UPDATE OF serial, plan, attempt, toml, document, p, urgent, sealed, frozen_at ON attempts
BEGIN SELECT RAISE(ABORT, 'what is frozen stays'); END;
CREATE TRIGGER attempts_stay BEFORE DELETE ON attempts
BEGIN SELECT RAISE(ABORT, 'attempts are never removed'); END;

-- Files of an attempt's folder as they should be.
CREATE TABLE attempt_files (
  serial BIGINT NOT NULL REFERENCES attempts (serial),
  name   TEXT   NOT NULL,                                -- path inside the folder
  sha256 TEXT   NOT NULL CHECK (length(sha256) = 64),
  bytes  BIGINT NOT NULL CHECK (bytes >= 0),
  PRIMARY KEY (serial, name)
);

-- 承诺 registered before the freeze of the attempt they are for.
CREATE TABLE commitments (
  plan       TEXT   NOT NULL,
  attempt    BIGINT NOT NULL CHECK (attempt >= 1),
  source     TEXT   NOT NULL,
  commitment TEXT   NOT NULL CHECK (length(commitment) = 64),
  at         TEXT   NOT NULL,
  PRIMARY KEY (plan, attempt, source)
);

-- The office's own sealed sources: secret until the draw is disclosed.
CREATE TABLE sealed (
  serial BIGINT NOT NULL REFERENCES attempts (serial),
  source TEXT   NOT NULL,
  nonce  TEXT   NOT NULL CHECK (length(nonce) = 64),
  value  TEXT   NOT NULL,
  PRIMARY KEY (serial, source)
);

-- Salts of barred.csv: each row can be opened later.
CREATE TABLE salts (
  serial    BIGINT NOT NULL REFERENCES attempts (serial),
  code      TEXT   NOT NULL,
  inspector TEXT   NOT NULL,
  salt      TEXT   NOT NULL CHECK (length(salt) = 64),
  PRIMARY KEY (serial, code, inspector)
);

-- What a source contributed to an attempt: once.
CREATE TABLE contributions (
  serial    BIGINT NOT NULL REFERENCES attempts (serial),
  source    TEXT   NOT NULL,
  value     TEXT   NOT NULL,
  nonce     TEXT,
  signature TEXT,
  at        TEXT   NOT NULL,
  PRIMARY KEY (serial, source)
);
CREATE TRIGGER contributions_stay_as_given BEFORE UPDATE ON contributions
BEGIN SELECT RAISE(ABORT, 'a contribution is given once'); END;
CREATE TRIGGER contributions_stay BEFORE DELETE ON contributions
BEGIN SELECT RAISE(ABORT, 'a contribution is given once'); END;

-- Rows of amendments.csv with what only the office keeps.
CREATE TABLE amendments (
  serial     BIGINT NOT NULL REFERENCES attempts (serial),
  seq        BIGINT NOT NULL CHECK (seq >= 1),
  kind       TEXT   NOT NULL CHECK (kind IN ('substitute', 'recuse')),
  visit      BIGINT NOT NULL,
  part       TEXT   NOT NULL,
  department TEXT   NOT NULL,
  old        TEXT   NOT NULL,
  new        TEXT   NOT NULL,
  reason     TEXT   NOT NULL CHECK (reason <> ''),
  at         TEXT   NOT NULL,
  proof      TEXT   CHECK (length(proof) = 64),          -- digest of the proof handed in
  proof_name TEXT,                                       -- its file name
  PRIMARY KEY (serial, seq)
);

-- Where a bundle was handed out.
CREATE TABLE publications (
  number BIGINT PRIMARY KEY CHECK (number >= 1),         -- counts from 1
  serial BIGINT NOT NULL REFERENCES attempts (serial),
  extent TEXT   NOT NULL CHECK (extent IN ('sealed', 'full')), -- digests only, or everything
  folder TEXT   NOT NULL,
  sums   TEXT   NOT NULL CHECK (length(sums) = 64),      -- digest of SHA256SUMS
  at     TEXT   NOT NULL
);
