-- A case: what came in, what was found in it, what people decided. Records are kept whole, as
-- JSON; the columns beside them are there to find them by.

CREATE TABLE facts (
    key TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- ------------------------------------------------------------------ what came in

CREATE TABLE captures (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,        -- sha256 of the bytes
    size INTEGER NOT NULL,
    url TEXT,
    media_type TEXT,
    charset TEXT,
    fetched_at TEXT,                -- ISO 8601, UTC
    added_at TEXT NOT NULL,
    segment TEXT NOT NULL,          -- file below captures/
    start INTEGER NOT NULL,         -- of the record's gzip member in that file, bytes
    length INTEGER NOT NULL
) STRICT;

-- The same bytes may be seen in many places; they are held once.
CREATE TABLE sightings (
    number INTEGER PRIMARY KEY,
    capture TEXT NOT NULL REFERENCES captures (id),
    name TEXT NOT NULL,
    folder TEXT NOT NULL DEFAULT '',
    UNIQUE (capture, name, folder)
) STRICT;

CREATE TABLE unreadable (
    number INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    capture TEXT NOT NULL DEFAULT '',
    error TEXT NOT NULL,
    at TEXT NOT NULL,
    stopped INTEGER NOT NULL DEFAULT 0,  -- 1: it killed or hung its reader, so it is left alone
    UNIQUE (name, capture)
) STRICT;

CREATE TRIGGER captures_never_change BEFORE UPDATE ON captures
BEGIN SELECT RAISE(ABORT, 'a capture never changes'); END;

CREATE TRIGGER captures_never_go BEFORE DELETE ON captures
BEGIN SELECT RAISE(ABORT, 'a capture never goes'); END;

-- ------------------------------------------------------------------ what was found in each

CREATE TABLE articles (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    capture TEXT NOT NULL REFERENCES captures (id),
    reader TEXT NOT NULL,
    current INTEGER NOT NULL DEFAULT 1,  -- 0: a newer reading of the same capture took its place
    text_sha256 TEXT NOT NULL,
    record TEXT NOT NULL
) STRICT;

CREATE INDEX articles_by_capture ON articles (capture);

CREATE TABLE attributions (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    article TEXT NOT NULL REFERENCES articles (id),
    place INTEGER NOT NULL,         -- order on the page
    record TEXT NOT NULL
) STRICT;

CREATE INDEX attributions_by_article ON attributions (article, place);

-- ------------------------------------------------------------------ what was found between them

CREATE TABLE links (
    id TEXT NOT NULL PRIMARY KEY,
    left_text TEXT NOT NULL,
    right_text TEXT NOT NULL,
    place INTEGER NOT NULL,
    record TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX links_by_left ON links (left_text);
CREATE INDEX links_by_right ON links (right_text);

CREATE TABLE stories (
    id TEXT NOT NULL PRIMARY KEY,
    place INTEGER NOT NULL,
    inputs TEXT,                    -- digest of what its claims were made from; null: to be done
    record TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE members (
    article TEXT NOT NULL,
    story TEXT NOT NULL REFERENCES stories (id) ON DELETE CASCADE,
    PRIMARY KEY (story, article)
) STRICT, WITHOUT ROWID;

CREATE TABLE claims (
    id TEXT NOT NULL PRIMARY KEY,
    story TEXT NOT NULL,
    place INTEGER NOT NULL,         -- weakest sourcing first
    record TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX claims_by_story ON claims (story, place);

CREATE TABLE events (
    story TEXT NOT NULL,
    place INTEGER NOT NULL,
    record TEXT NOT NULL,
    PRIMARY KEY (story, place)
) STRICT, WITHOUT ROWID;

-- Short names: a page's slug and a story's number stay; claims are numbered anew with each answer.
CREATE TABLE names (
    name TEXT NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    id TEXT NOT NULL,
    UNIQUE (kind, id)
) STRICT, WITHOUT ROWID;

-- ------------------------------------------------------------------ what people decided

CREATE TABLE decisions (
    number INTEGER PRIMARY KEY,
    item TEXT NOT NULL,
    answer TEXT NOT NULL,           -- the machine's answer as it stood, JSON
    record TEXT NOT NULL
) STRICT;

CREATE INDEX decisions_by_item ON decisions (item);

CREATE TRIGGER decisions_never_change BEFORE UPDATE ON decisions
BEGIN SELECT RAISE(ABORT, 'a decision never changes'); END;

CREATE TRIGGER decisions_never_go BEFORE DELETE ON decisions
BEGIN SELECT RAISE(ABORT, 'a decision never goes'); END;

-- ------------------------------------------------------------------ search

CREATE TABLE finds (
    number INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,             -- article | attribution | claim
    item TEXT NOT NULL,
    article TEXT NOT NULL,
    first INTEGER,                  -- code points of the article's text; null for a claim
    last INTEGER,
    text TEXT NOT NULL,
    speaker TEXT,
    act TEXT,
    outlet TEXT,
    source TEXT,
    status TEXT,
    day TEXT
) STRICT;

CREATE INDEX finds_by_item ON finds (kind, item);

CREATE VIRTUAL TABLE words USING fts5 (
    text, content = 'finds', content_rowid = 'number', tokenize = 'porter unicode61 remove_diacritics 2'
);

CREATE TRIGGER finds_in AFTER INSERT ON finds
BEGIN INSERT INTO words (rowid, text) VALUES (new.number, new.text); END;

CREATE TRIGGER finds_out AFTER DELETE ON finds
BEGIN INSERT INTO words (words, rowid, text) VALUES ('delete', old.number, old.text); END;
