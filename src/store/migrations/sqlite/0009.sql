-- Letters of the public that became an objection or a correction, and
-- personal data of results that were erased.

-- Which letter an objection or a correction answers. A letter is named by the
-- digest of its receipt number, as in the log; what it says stands in inbox.db
-- alone. Of several rows of a letter the last one counts.
CREATE TABLE result_letters (
  entry      BIGINT PRIMARY KEY,                         -- the log's entry
  receipt    TEXT   NOT NULL CHECK (length(receipt) = 64),
  objection  BIGINT REFERENCES objections (number),      -- NULL: a correction
  serial     BIGINT NOT NULL,
  visit      BIGINT NOT NULL,
  department TEXT   NOT NULL,
  version    BIGINT NOT NULL,
  FOREIGN KEY (serial, visit, department, version) REFERENCES results (serial, visit, department, version)
);
CREATE INDEX result_letters_by_receipt ON result_letters (receipt, entry);
CREATE INDEX result_letters_by_objection ON result_letters (objection);
CREATE TRIGGER result_letters_stay_as_written BEFORE UPDATE ON result_letters
BEGIN SELECT RAISE(ABORT, 'what a letter became is never changed'); END;
CREATE TRIGGER result_letters_stay BEFORE DELETE ON result_letters
BEGIN SELECT RAISE(ABORT, 'what a letter became is never removed'); END;

-- Versions whose personal data were erased: who went, who was there, what was
-- noted, who recorded and decided, names of files, objections.
CREATE TABLE result_erasures (
  serial     BIGINT NOT NULL,
  visit      BIGINT NOT NULL,
  department TEXT   NOT NULL,
  version    BIGINT NOT NULL,
  reason     TEXT   NOT NULL CHECK (reason IN ('expired', 'ordered')),
  note       TEXT   NOT NULL,                            -- by whose order; may be empty
  by         TEXT   NOT NULL,
  at         TEXT   NOT NULL,
  entry      BIGINT NOT NULL,                            -- the log's entry
  PRIMARY KEY (serial, visit, department, version),
  FOREIGN KEY (serial, visit, department, version) REFERENCES results (serial, visit, department, version)
);
CREATE TRIGGER result_erasures_stay_as_done BEFORE UPDATE ON result_erasures
BEGIN SELECT RAISE(ABORT, 'what was erased stays erased'); END;
CREATE TRIGGER result_erasures_stay BEFORE DELETE ON result_erasures
BEGIN SELECT RAISE(ABORT, 'what was erased stays erased'); END;

-- What waits for somebody is asked of each attempt at every `status`.
CREATE INDEX result_states_by_attempt ON result_states (serial, state);

-- From here on a row may change in one way: its personal data become blank,
-- once its erasure stands there.
DROP TRIGGER results_stay_as_recorded;
CREATE TRIGGER results_stay_as_recorded BEFORE UPDATE ON results
WHEN NOT EXISTS (SELECT 1 FROM result_erasures e WHERE e.serial = OLD.serial AND e.visit = OLD.visit
    AND e.department = OLD.department AND e.version = OLD.version)
  OR (NEW.serial, NEW.visit, NEW.department, NEW.version, NEW.code, NEW.date, NEW.method, NEW.rights_told,
      NEW.major, NEW.decision, NEW.decided, NEW.recorded_at, NEW.notice, NEW.entry, NEW.late IS NULL)
    IS NOT (OLD.serial, OLD.visit, OLD.department, OLD.version, OLD.code, OLD.date, OLD.method, OLD.rights_told,
      OLD.major, OLD.decision, OLD.decided, OLD.recorded_at, OLD.notice, OLD.entry, OLD.late IS NULL)
  OR (NEW.inspectors, NEW.present, NEW.recorded_by, COALESCE(NEW.late, '—')) IS NOT ('', '', '', '—')
BEGIN SELECT RAISE(ABORT, 'a result is never changed, only followed by another version'); END;

DROP TRIGGER result_items_stay_as_recorded;
CREATE TRIGGER result_items_stay_as_recorded BEFORE UPDATE ON result_items
WHEN NOT EXISTS (SELECT 1 FROM result_erasures e WHERE e.serial = OLD.serial AND e.visit = OLD.visit
    AND e.department = OLD.department AND e.version = OLD.version)
  OR (NEW.serial, NEW.visit, NEW.department, NEW.version, NEW.number, NEW.item, NEW.checked, NEW.finding,
      NEW.disposal, NEW.note)
    IS NOT (OLD.serial, OLD.visit, OLD.department, OLD.version, OLD.number, OLD.item, OLD.checked, OLD.finding,
      OLD.disposal, '')
BEGIN SELECT RAISE(ABORT, 'a result is never changed, only followed by another version'); END;

DROP TRIGGER result_evidence_stays_as_recorded;
CREATE TRIGGER result_evidence_stays_as_recorded BEFORE UPDATE ON result_evidence
WHEN NOT EXISTS (SELECT 1 FROM result_erasures e WHERE e.serial = OLD.serial AND e.visit = OLD.visit
    AND e.department = OLD.department AND e.version = OLD.version)
  OR (NEW.serial, NEW.visit, NEW.department, NEW.version, NEW.number, NEW.sha256, NEW.kind, NEW.at, NEW.name)
    IS NOT (OLD.serial, OLD.visit, OLD.department, OLD.version, OLD.number, OLD.sha256, OLD.kind, OLD.at, '')
BEGIN SELECT RAISE(ABORT, 'evidence is never changed'); END;

DROP TRIGGER result_acts_stay_as_done;
CREATE TRIGGER result_acts_stay_as_done BEFORE UPDATE ON result_acts
WHEN NOT EXISTS (SELECT 1 FROM result_erasures e WHERE e.serial = OLD.serial AND e.visit = OLD.visit
    AND e.department = OLD.department AND e.version = OLD.version)
  OR (NEW.entry, NEW.serial, NEW.visit, NEW.department, NEW.version, NEW.act, NEW.at, NEW.by, NEW.note)
    IS NOT (OLD.entry, OLD.serial, OLD.visit, OLD.department, OLD.version, OLD.act, OLD.at, '',
      CASE OLD.act WHEN 'withdraw' THEN OLD.note ELSE '' END)
BEGIN SELECT RAISE(ABORT, 'what was decided is never changed'); END;

DROP TRIGGER objections_stay_as_written;
CREATE TRIGGER objections_stay_as_written BEFORE UPDATE ON objections
WHEN NOT EXISTS (SELECT 1 FROM result_erasures e WHERE e.serial = OLD.serial AND e.visit = OLD.visit
    AND e.department = OLD.department AND e.version = OLD.version)
  OR (NEW.number, NEW.serial, NEW.visit, NEW.department, NEW.version, NEW.received, NEW.at, NEW.entry, NEW.who,
      NEW.reason, NEW.by)
    IS NOT (OLD.number, OLD.serial, OLD.visit, OLD.department, OLD.version, OLD.received, OLD.at, OLD.entry, '—',
      '—', '')
BEGIN SELECT RAISE(ABORT, 'objections are never changed'); END;

DROP TRIGGER objection_answers_stay_as_written;
CREATE TRIGGER objection_answers_stay_as_written BEFORE UPDATE ON objection_answers
WHEN NOT EXISTS (SELECT 1 FROM objections o JOIN result_erasures e ON e.serial = o.serial AND e.visit = o.visit
    AND e.department = o.department AND e.version = o.version WHERE o.number = OLD.number)
  OR (NEW.number, NEW.outcome, NEW.at, NEW.entry, NEW.answer, NEW.by)
    IS NOT (OLD.number, OLD.outcome, OLD.at, OLD.entry, '—', '')
BEGIN SELECT RAISE(ABORT, 'answers are never changed'); END;
