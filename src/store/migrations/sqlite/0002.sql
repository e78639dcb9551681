-- The log (存证): entries whose bytes are the leaves of a Merkle tree, the
-- tree's tiles, the checkpoints signed over it. What came before, a chain of
-- hashes with names in the clear, could never be made public; it is refused
-- (schema.rs) where it holds anything.
DROP TRIGGER entries_stay_as_written;
DROP TRIGGER entries_stay;
DROP TABLE entries;

-- Every change of state writes its row in the same transaction.
CREATE TABLE entries (
  seq  BIGINT PRIMARY KEY CHECK (seq >= 1),              -- counts from 1 without gaps; the leaf's index + 1
  at   TEXT NOT NULL,                                    -- when, also in body
  kind TEXT NOT NULL CHECK (kind <> ''),                 -- what, also in body
  subject TEXT NOT NULL,                                 -- what it is about, also in body: a plan, a registry's manifest; may be empty
  body TEXT NOT NULL                                     -- canonical JSON (RFC 8785): the leaf, public
);
CREATE INDEX entries_by_subject ON entries (subject);
CREATE INDEX entries_by_kind ON entries (kind);
CREATE TRIGGER entries_stay_as_written BEFORE UPDATE ON entries
BEGIN SELECT RAISE(ABORT, 'entries are never changed'); END;
CREATE TRIGGER entries_stay BEFORE DELETE ON entries
BEGIN SELECT RAISE(ABORT, 'entries are never removed'); END;

-- What opens the commitments in bodies. Forgetting a row erases the datum and
-- leaves the log as it is.
CREATE TABLE private (
  seq    BIGINT NOT NULL REFERENCES entries (seq),
  member TEXT   NOT NULL,                                -- member of the body
  salt   TEXT   NOT NULL CHECK (length(salt) = 64),
  value  TEXT   NOT NULL,                                -- the datum committed to
  PRIMARY KEY (seq, member)
);
CREATE TRIGGER private_stays_as_given BEFORE UPDATE ON private
BEGIN SELECT RAISE(ABORT, 'private data are never changed, only forgotten'); END;

-- Tiles of the tree (C2SP tlog-tiles): up to 256 hashes of 32 bytes.
CREATE TABLE tiles (
  level  BIGINT NOT NULL CHECK (level >= 0),
  number BIGINT NOT NULL CHECK (number >= 0),
  hashes BLOB   NOT NULL CHECK (length(hashes) BETWEEN 32 AND 8192),
  PRIMARY KEY (level, number)
);

-- Checkpoints signed by the log, one a transaction that wrote entries.
CREATE TABLE checkpoints (
  size BIGINT PRIMARY KEY CHECK (size >= 1),
  root TEXT NOT NULL CHECK (length(root) = 64),
  note TEXT NOT NULL                                     -- the signed note, without cosignatures
);
CREATE TRIGGER checkpoints_stay_as_signed BEFORE UPDATE ON checkpoints
BEGIN SELECT RAISE(ABORT, 'checkpoints are never changed'); END;
CREATE TRIGGER checkpoints_stay BEFORE DELETE ON checkpoints
BEGIN SELECT RAISE(ABORT, 'checkpoints are never removed'); END;

-- Keys of the log itself and of its witnesses, in their text form.
CREATE TABLE log_keys (
  key   TEXT PRIMARY KEY CHECK (key <> ''),              -- verifier key: name+hash+base64
  role  TEXT NOT NULL CHECK (role IN ('log', 'witness')),
  since BIGINT NOT NULL,                                 -- entry that brought it
  until BIGINT                                           -- entry that retired it
);

-- Where witnesses are asked; only the office's business.
CREATE TABLE witness_places (
  key TEXT PRIMARY KEY REFERENCES log_keys (key),
  url TEXT NOT NULL                                      -- empty: asked by files
);

-- 备案: cosignatures taken.
CREATE TABLE filings (
  size BIGINT NOT NULL REFERENCES checkpoints (size),
  key  TEXT   NOT NULL REFERENCES log_keys (key),        -- the witness
  time BIGINT NOT NULL,                                  -- its clock, seconds since 1970
  line TEXT   NOT NULL,                                  -- the signature line of the note
  PRIMARY KEY (size, key)
);
