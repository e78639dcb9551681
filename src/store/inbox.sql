-- 来信, in a file of its own beside the office's: what the public sends comes in
-- while other processes hold the office. Nothing of it is public.
CREATE TABLE messages (
  receipt  TEXT PRIMARY KEY CHECK (length(receipt) = 12),
  matter   TEXT NOT NULL CHECK (matter <> ''),           -- complaint, objection, correction, tip
  about    TEXT NOT NULL,                                -- what it is about; may be empty
  text     TEXT NOT NULL,                                -- empty once erased
  name     TEXT NOT NULL,
  contact  TEXT NOT NULL,
  at       TEXT NOT NULL,                                -- when it came in
  due      TEXT NOT NULL,                                -- last day for the answer
  content  TEXT NOT NULL CHECK (length(content) = 64),   -- digest of the message
  entry    BIGINT,                                       -- the log's entry; NULL until it is there
  outcome  TEXT,                                         -- upheld, partly, rejected, forwarded, noted
  answer   TEXT,
  answered TEXT,                                         -- when
  closed   BIGINT,                                       -- the log's entry of the answer; NULL: not answered yet
  erased   TEXT,                                         -- when its content was erased
  handled  TEXT CHECK (handled IN ('object', 'correct')),-- what it became; NULL: nothing beyond itself
  handling BIGINT,                                       -- the log's entry of that
  objection BIGINT,                                      -- its number, where it became one
  CHECK ((outcome IS NULL) = (answer IS NULL) AND (outcome IS NULL) = (answered IS NULL)),
  CHECK (closed IS NULL OR outcome IS NOT NULL)
);
CREATE INDEX messages_by_due ON messages (due);
