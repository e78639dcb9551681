-- 检查日历: dates of visits, and the notices on working days an office enters.

-- Notices on holidays the office entered, beyond those that ship.
CREATE TABLE workday_notices (
  year   BIGINT PRIMARY KEY,                             -- the year it is for
  sha256 TEXT   NOT NULL CHECK (length(sha256) = 64),    -- digest of its days as data/workdays.csv writes them
  at     TEXT   NOT NULL                                 -- when it was entered
);
CREATE TABLE workdays (
  year BIGINT NOT NULL REFERENCES workday_notices (year),
  date TEXT   NOT NULL,
  kind TEXT   NOT NULL CHECK (kind IN ('off', 'work')),  -- 放假, 上班
  name TEXT   NOT NULL CHECK (name <> ''),               -- 节日
  PRIMARY KEY (year, date)
);

-- Versions of an attempt's calendar. Nothing of one is ever changed.
CREATE TABLE calendars (
  serial     BIGINT NOT NULL REFERENCES attempts (serial),
  version    BIGINT NOT NULL CHECK (version >= 1),       -- counts from 1
  mode       TEXT   NOT NULL CHECK (mode IN ('early', 'spread')),
  capacity   BIGINT NOT NULL CHECK (capacity >= 1),      -- visits a day of an inspector
  capacities TEXT   NOT NULL,                            -- JSON: inspectors with another capacity
  key        TEXT   NOT NULL CHECK (length(key) = 64),   -- secret: what decided between equal days
  sha256     TEXT   NOT NULL CHECK (length(sha256) = 64),-- keyed digest, as the journal has it
  amended    BIGINT NOT NULL CHECK (amended >= 0),       -- rows of amendments it knows of
  reason     TEXT   NOT NULL CHECK (reason <> ''),
  at         TEXT   NOT NULL,
  PRIMARY KEY (serial, version)
);
CREATE TRIGGER calendars_stay_as_made BEFORE UPDATE ON calendars
BEGIN SELECT RAISE(ABORT, 'a calendar is never changed, only followed by another'); END;
CREATE TRIGGER calendars_stay BEFORE DELETE ON calendars
BEGIN SELECT RAISE(ABORT, 'a calendar is never removed'); END;

-- What a version says anew: a visit's last row holds.
CREATE TABLE calendar_days (
  serial   BIGINT NOT NULL,
  visit    BIGINT NOT NULL CHECK (visit >= 1),
  version  BIGINT NOT NULL,
  state    TEXT   NOT NULL CHECK (state IN ('dated', 'undated', 'cancelled')),
  date     TEXT,                                         -- of a cancelled visit, the date it had
  sequence BIGINT NOT NULL CHECK (sequence >= 0),        -- counts the changes, for RFC 5545
  members  TEXT   NOT NULL,                              -- 执法证号, joined by ';'
  PRIMARY KEY (serial, visit, version),
  FOREIGN KEY (serial, version) REFERENCES calendars (serial, version),
  CHECK (state <> 'dated' OR date IS NOT NULL)
);
CREATE INDEX calendar_days_by_date ON calendar_days (date);
CREATE TRIGGER calendar_days_stay_as_made BEFORE UPDATE ON calendar_days
BEGIN SELECT RAISE(ABORT, 'a calendar is never changed, only followed by another'); END;
CREATE TRIGGER calendar_days_stay BEFORE DELETE ON calendar_days
BEGIN SELECT RAISE(ABORT, 'a calendar is never removed'); END;
