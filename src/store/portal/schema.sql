-- The portal's own database: public documents only, made from the office by
-- workflow::portal and made anew whenever in doubt. Nothing private is ever
-- written here, so nothing private can be read from here.

-- What this edition was made from: one row.
CREATE TABLE edition (
  id       BIGINT PRIMARY KEY CHECK (id = 1),
  schema   BIGINT NOT NULL,                              -- of this file; another one is made anew
  position BIGINT NOT NULL,                              -- entries of the log it was made from
  day      TEXT   NOT NULL,                              -- the day it was made for: documents go off show by day
  at       TEXT   NOT NULL                               -- when it was last brought up to date
);

-- Public documents (publication::public) as JSON.
CREATE TABLE docs (
  id     INTEGER PRIMARY KEY,                            -- kind's place << 48 + a number counted up within the kind
  kind   TEXT NOT NULL,                                  -- Kind::name
  key    TEXT NOT NULL,                                  -- Document::key
  place  TEXT NOT NULL,                                  -- in lists, ascending by bytes: sort, U+0001, key
  title  TEXT NOT NULL,                                  -- the line a search shows; empty: not searched for
  labels TEXT NOT NULL,                                  -- ids of its labels, joined by commas
  mark   TEXT NOT NULL,                                  -- Entry::mark: tells versions of it apart
  body   TEXT NOT NULL                                   -- canonical JSON
);
CREATE UNIQUE INDEX docs_by_key   ON docs (kind, key);
CREATE UNIQUE INDEX docs_by_place ON docs (kind, place);

-- What lists are narrowed down by, and how many documents carry it. The label
-- with empty facet and value is carried by every document of its kind.
CREATE TABLE labels (
  id    INTEGER PRIMARY KEY,
  kind  TEXT NOT NULL,
  facet TEXT NOT NULL,                                   -- department, area, item, finding, plan, year, stage …
  value TEXT NOT NULL,
  total BIGINT NOT NULL,
  UNIQUE (kind, facet, value)
);

-- Documents by label, in the order of lists.
CREATE TABLE facets (
  label BIGINT NOT NULL,
  place TEXT NOT NULL,
  doc   BIGINT NOT NULL,
  PRIMARY KEY (label, place)
) WITHOUT ROWID;

-- Full text, any substring of two characters or more: pairs of neighbouring
-- characters as words, searched for as phrases; codes by runs of four. rowid is docs.id. The pairs
-- themselves are not kept. `ascii` splits at nothing but what pairs() puts there.
CREATE VIRTUAL TABLE words USING fts5 (pairs, grams, content = '', contentless_delete = 1, tokenize = 'ascii');
