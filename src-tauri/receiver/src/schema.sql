-- Who we are. One row.
CREATE TABLE server (
    id        INTEGER PRIMARY KEY CHECK (id = 1),
    server_id TEXT NOT NULL,
    epoch     INTEGER NOT NULL
) STRICT;

-- Units that may upload. The token is kept as a hash; the signing key is the one given at pairing,
-- or that of the first accepted bundle.
CREATE TABLE unit (
    unit_id      TEXT PRIMARY KEY,
    name         TEXT NOT NULL,
    token_sha256 TEXT NOT NULL,
    signing_key  TEXT,
    paired_at    TEXT NOT NULL
) STRICT;

-- One row per content and unit: the unique key makes creation idempotent.
-- `stored` is what has been synced to disk; a longer part file is cut back to it.
CREATE TABLE upload (
    id         TEXT PRIMARY KEY,
    unit_id    TEXT NOT NULL REFERENCES unit,
    zip_sha256 TEXT NOT NULL,
    size       INTEGER NOT NULL,
    bundle_id  TEXT NOT NULL,
    stored     INTEGER NOT NULL DEFAULT 0,
    is_done    INTEGER NOT NULL DEFAULT 0 CHECK (is_done IN (0, 1)),
    expires_at INTEGER NOT NULL,
    UNIQUE (unit_id, zip_sha256, size)
) STRICT;

-- The append-only feed; its number orders everything and is never used twice.
CREATE TABLE event (
    n         INTEGER PRIMARY KEY AUTOINCREMENT,
    unit_id   TEXT NOT NULL REFERENCES unit,
    kind      TEXT NOT NULL,
    bundle_id TEXT NOT NULL,
    at        TEXT NOT NULL
) STRICT;
CREATE INDEX event_unit ON event (unit_id, n);

-- Received bundles, with the receipt exactly as it was signed.
CREATE TABLE bundle (
    unit_id      TEXT NOT NULL REFERENCES unit,
    bundle_id    TEXT NOT NULL,
    n            INTEGER NOT NULL UNIQUE REFERENCES event,
    zip_sha256   TEXT NOT NULL,
    size         INTEGER NOT NULL,
    batch_id     TEXT NOT NULL,
    round        INTEGER NOT NULL CHECK (round BETWEEN 0 AND 3),
    applications INTEGER NOT NULL,
    received_at  TEXT NOT NULL,
    document     TEXT NOT NULL,
    signature    TEXT NOT NULL,
    PRIMARY KEY (unit_id, bundle_id)
) STRICT;

-- An application stands once in each round: two computers of a unit cannot fork it.
CREATE TABLE application (
    unit_id        TEXT NOT NULL,
    application_id TEXT NOT NULL,
    round          INTEGER NOT NULL,
    bundle_id      TEXT NOT NULL,
    PRIMARY KEY (unit_id, application_id, round),
    FOREIGN KEY (unit_id, bundle_id) REFERENCES bundle DEFERRABLE INITIALLY DEFERRED
) STRICT;

-- Uploads that arrived whole and were refused, for the operator.
CREATE TABLE refusal (
    at         TEXT NOT NULL,
    unit_id    TEXT NOT NULL,
    zip_sha256 TEXT NOT NULL,
    codes      TEXT NOT NULL
) STRICT;

PRAGMA user_version = 1;
