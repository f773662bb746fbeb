-- 审核结果: what was decided about an application in a round, exactly as it was signed.
CREATE TABLE decision (
    n              INTEGER PRIMARY KEY REFERENCES event,
    unit_id        TEXT NOT NULL,
    application_id TEXT NOT NULL,
    round          INTEGER NOT NULL,
    bundle_id      TEXT NOT NULL,
    outcome        TEXT NOT NULL CHECK (outcome IN ('accepted', 'returned', 'rejected')),
    decided_at     TEXT NOT NULL,
    document       TEXT NOT NULL,
    signature      TEXT NOT NULL,
    UNIQUE (unit_id, application_id, round),
    FOREIGN KEY (unit_id, application_id, round) REFERENCES application
) STRICT;

-- People who may look and decide; the pass phrase is kept as an Argon2id hash.
CREATE TABLE reviewer (
    name       TEXT PRIMARY KEY,
    hash       TEXT NOT NULL,
    changed_at TEXT NOT NULL
) STRICT;

-- Who looked at what and decided what. Ids only: no name of an applicant.
CREATE TABLE audit (
    at             TEXT NOT NULL,
    reviewer       TEXT NOT NULL,
    act            TEXT NOT NULL,
    unit_id        TEXT,
    bundle_id      TEXT,
    application_id TEXT
) STRICT;

PRAGMA user_version = 2;
