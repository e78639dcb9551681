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
  kind TEXT NOT NULL,                                    -- Kind::name
  key  TEXT NOT NULL,                                    -- Document::key
  sort TEXT NOT NULL,                                    -- place in lists, ascending by bytes, unique with key
  body TEXT NOT NULL,                                    -- canonical JSON
  PRIMARY KEY (kind, key)
) WITHOUT ROWID;
CREATE UNIQUE INDEX docs_by_sort ON docs (kind, sort, key);

-- What lists are narrowed down by.
CREATE TABLE facets (
  kind  TEXT NOT NULL,
  facet TEXT NOT NULL,                                   -- department, area, item, finding, plan, year, stage …
  value TEXT NOT NULL,
  sort  TEXT NOT NULL,
  key   TEXT NOT NULL,
  PRIMARY KEY (kind, facet, value, sort, key)
) WITHOUT ROWID;
CREATE INDEX facets_by_key ON facets (kind, key);

-- Full text, any substring of two characters or more: pairs of neighbouring
-- characters as words, searched for as phrases.
CREATE VIRTUAL TABLE words USING fts5 (kind UNINDEXED, key UNINDEXED, title UNINDEXED, pairs, tokenize = "unicode61 remove_diacritics 0 categories 'L* N* Co S* P*'");
