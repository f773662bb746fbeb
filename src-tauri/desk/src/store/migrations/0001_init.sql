-- 资料库第一版。表名与类型同名，单数；*_on 为日期 YYYY-MM-DD，*_at 为 UTC 时刻；未知为 NULL。

CREATE TABLE setting (
    key   TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT;

CREATE TABLE unit (
    id                        TEXT PRIMARY KEY,
    name                      TEXT NOT NULL,
    credit_code               TEXT NOT NULL,
    kind                      TEXT NOT NULL CHECK (kind IN ('public_institution','state_enterprise','private_enterprise','social_organization','government_body')),
    tier                      TEXT NOT NULL CHECK (tier IN ('city','county','above','central','province','none')),
    relation                  TEXT NOT NULL CHECK (relation IN ('own','joint','dispatch_agency','host_unit')),
    county_code               TEXT NOT NULL,
    county                    TEXT NOT NULL,
    address                   TEXT NOT NULL,
    supervising_body          TEXT NOT NULL,
    supervising_contact_json  TEXT NOT NULL,
    hrss_bureau               TEXT NOT NULL,
    legal_representative      TEXT NOT NULL,
    hr_head                   TEXT NOT NULL,
    preparer_json             TEXT NOT NULL,
    approver_json             TEXT NOT NULL,
    notice_place              TEXT NOT NULL,
    objection_contact_json    TEXT NOT NULL,
    post_setup_json           TEXT,
    local_holidays_json       TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX unit_own ON unit (relation) WHERE relation = 'own';

CREATE TABLE person (
    id                 TEXT PRIMARY KEY,
    name               TEXT NOT NULL,
    id_number          TEXT,
    staff_number       TEXT,
    sex                TEXT CHECK (sex IN ('male','female')),
    ethnicity          TEXT,
    born_on            TEXT,
    political_status   TEXT,
    department         TEXT,
    post               TEXT,
    employment_kind    TEXT,
    employment_text    TEXT,
    employer_id        TEXT REFERENCES unit (id),
    started_work_on    TEXT,
    phone              TEXT,
    intended_series    TEXT,
    intended_specialty TEXT,
    intended_title     TEXT,
    intended_kind      TEXT,
    note               TEXT
) STRICT;
CREATE UNIQUE INDEX person_id_number ON person (id_number) WHERE id_number IS NOT NULL;
CREATE INDEX person_name ON person (name);

CREATE TABLE education (
    person_id TEXT NOT NULL REFERENCES person (id) ON DELETE CASCADE, ord INTEGER NOT NULL,
    mode TEXT, level TEXT, level_text TEXT, degree TEXT, school TEXT, field_of_study TEXT,
    graduated_on TEXT, is_overseas INTEGER, PRIMARY KEY (person_id, ord)
) STRICT;
CREATE TABLE title_held (
    person_id TEXT NOT NULL REFERENCES person (id) ON DELETE CASCADE, ord INTEGER NOT NULL,
    name TEXT, series TEXT, level TEXT, obtained_by TEXT, obtained_on TEXT, appointed_on TEXT,
    is_out_of_province INTEGER, PRIMARY KEY (person_id, ord)
) STRICT;
CREATE TABLE work (
    person_id TEXT NOT NULL REFERENCES person (id) ON DELETE CASCADE, ord INTEGER NOT NULL,
    "from" TEXT, until TEXT, unit TEXT, post TEXT, is_professional INTEGER, PRIMARY KEY (person_id, ord)
) STRICT;
CREATE TABLE appraisal (
    person_id TEXT NOT NULL REFERENCES person (id) ON DELETE CASCADE, ord INTEGER NOT NULL,
    year INTEGER, result TEXT, PRIMARY KEY (person_id, ord)
) STRICT;
CREATE TABLE training (
    person_id TEXT NOT NULL REFERENCES person (id) ON DELETE CASCADE, ord INTEGER NOT NULL,
    year INTEGER, general_hours REAL, specialty_hours REAL, proof TEXT, PRIMARY KEY (person_id, ord)
) STRICT;
CREATE TABLE achievement (
    person_id TEXT NOT NULL REFERENCES person (id) ON DELETE CASCADE, ord INTEGER NOT NULL,
    kind TEXT, name TEXT, period TEXT, until TEXT, role TEXT, grade TEXT, proof TEXT,
    PRIMARY KEY (person_id, ord)
) STRICT;
CREATE TABLE secondment (
    person_id TEXT NOT NULL REFERENCES person (id) ON DELETE CASCADE, ord INTEGER NOT NULL,
    unit TEXT, "from" TEXT, until TEXT, has_home_duties INTEGER, basis TEXT, PRIMARY KEY (person_id, ord)
) STRICT;
CREATE TABLE insurance (
    person_id TEXT NOT NULL REFERENCES person (id) ON DELETE CASCADE, ord INTEGER NOT NULL,
    unit TEXT, place TEXT, "from" TEXT, until TEXT, status TEXT, PRIMARY KEY (person_id, ord)
) STRICT;
CREATE TABLE post_change (
    person_id TEXT NOT NULL REFERENCES person (id) ON DELETE CASCADE, ord INTEGER NOT NULL,
    kind TEXT, document TEXT, changed_on TEXT, has_salary_form INTEGER, paid_from TEXT,
    PRIMARY KEY (person_id, ord)
) STRICT;
CREATE TABLE past_application (
    person_id TEXT NOT NULL REFERENCES person (id) ON DELETE CASCADE, ord INTEGER NOT NULL,
    year INTEGER, title TEXT, committee TEXT, result TEXT, result_on TEXT, opinions INTEGER,
    PRIMARY KEY (person_id, ord)
) STRICT;
CREATE TABLE credential (
    person_id TEXT NOT NULL REFERENCES person (id) ON DELETE CASCADE, ord INTEGER NOT NULL,
    item TEXT, state TEXT, note TEXT, PRIMARY KEY (person_id, ord)
) STRICT;

-- 导入时两处对不上、须由人定的地方。
CREATE TABLE doubt (
    id         TEXT PRIMARY KEY,
    person_id  TEXT NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    field      TEXT NOT NULL,
    message    TEXT NOT NULL,
    sides_json TEXT NOT NULL,
    settled_at TEXT
) STRICT;
CREATE INDEX doubt_open ON doubt (person_id) WHERE settled_at IS NULL;

CREATE TABLE roster_import (
    id          TEXT PRIMARY KEY,
    file_name   TEXT NOT NULL,
    file_sha256 TEXT NOT NULL,
    imported_at TEXT NOT NULL,
    created     INTEGER NOT NULL,
    updated     INTEGER NOT NULL,
    held        INTEGER NOT NULL
) STRICT;

CREATE TABLE batch (
    id               TEXT PRIMARY KEY,
    name             TEXT NOT NULL,
    year             INTEGER NOT NULL,
    submit_on        TEXT,
    portal_closes_on TEXT,
    review_opens_on  TEXT,
    created_at       TEXT NOT NULL
) STRICT;
CREATE TABLE batch_committee (
    batch_id     TEXT NOT NULL REFERENCES batch (id) ON DELETE CASCADE,
    committee_id TEXT NOT NULL,
    ord          INTEGER NOT NULL,
    PRIMARY KEY (batch_id, committee_id)
) STRICT;

CREATE TABLE application (
    id               TEXT PRIMARY KEY,
    batch_id         TEXT NOT NULL REFERENCES batch (id) ON DELETE CASCADE,
    person_id        TEXT NOT NULL REFERENCES person (id),
    applying_unit_id TEXT REFERENCES unit (id),
    committee_id     TEXT,
    kind             TEXT NOT NULL,
    series           TEXT,
    specialty        TEXT,
    title            TEXT,
    level            TEXT,
    answers_json     TEXT NOT NULL,
    verdict_json     TEXT,
    conclusion       TEXT CHECK (conclusion IN ('eligible','ineligible','undetermined')),
    assessed_at      TEXT,
    UNIQUE (batch_id, person_id)
) STRICT;

-- 附件：内容按 SHA-256 存在 blobs 里，这里只记是谁的哪一项材料。
CREATE TABLE attachment (
    id             TEXT PRIMARY KEY,
    application_id TEXT NOT NULL REFERENCES application (id) ON DELETE CASCADE,
    material_id    TEXT NOT NULL,
    sha256         TEXT NOT NULL,
    name           TEXT NOT NULL,
    kind           TEXT NOT NULL CHECK (kind IN ('jpeg','png','pdf')),
    pages          INTEGER NOT NULL,
    bytes          INTEGER NOT NULL,
    width          INTEGER,
    height         INTEGER,
    warnings_json  TEXT NOT NULL,
    is_confirmed   INTEGER NOT NULL,
    valid_until    TEXT,
    added_at       TEXT NOT NULL
) STRICT;
CREATE INDEX attachment_of ON attachment (application_id, material_id);

CREATE TABLE notice (
    id            TEXT PRIMARY KEY,
    batch_id      TEXT NOT NULL REFERENCES batch (id) ON DELETE CASCADE,
    posted_on     TEXT NOT NULL,
    required_days INTEGER NOT NULL,
    place         TEXT NOT NULL,
    platform      TEXT NOT NULL,
    posted_by     TEXT NOT NULL,
    receiver      TEXT NOT NULL,
    closed_at     TEXT,
    created_at    TEXT NOT NULL
) STRICT;
CREATE TABLE notice_application (
    notice_id      TEXT NOT NULL REFERENCES notice (id) ON DELETE CASCADE,
    application_id TEXT NOT NULL REFERENCES application (id) ON DELETE CASCADE,
    PRIMARY KEY (notice_id, application_id)
) STRICT;
CREATE TABLE objection (
    id        TEXT PRIMARY KEY,
    notice_id TEXT NOT NULL REFERENCES notice (id) ON DELETE CASCADE,
    raised_on TEXT NOT NULL,
    text      TEXT NOT NULL,
    handling  TEXT
) STRICT;

CREATE TABLE opinion (
    application_id TEXT PRIMARY KEY REFERENCES application (id) ON DELETE CASCADE,
    assessment     TEXT NOT NULL,
    method         TEXT NOT NULL,
    scope          TEXT NOT NULL,
    headcount      INTEGER,
    recommendation TEXT NOT NULL,
    formation      TEXT NOT NULL,
    saved_at       TEXT NOT NULL
) STRICT;

CREATE TABLE packet (
    application_id TEXT PRIMARY KEY REFERENCES application (id) ON DELETE CASCADE,
    sha256         TEXT NOT NULL,
    source_sha256  TEXT NOT NULL,
    pages          INTEGER NOT NULL,
    copies         INTEGER NOT NULL,
    bytes          INTEGER NOT NULL,
    outline_json   TEXT NOT NULL,
    built_at       TEXT NOT NULL
) STRICT;

CREATE TABLE bundle (
    id           TEXT PRIMARY KEY,
    batch_id     TEXT NOT NULL REFERENCES batch (id),
    uuid         TEXT NOT NULL,
    round        INTEGER NOT NULL,
    prev         TEXT,
    zip_sha256   TEXT NOT NULL,
    bytes        INTEGER NOT NULL,
    files        INTEGER NOT NULL,
    file_name    TEXT NOT NULL,
    sealed_at    TEXT NOT NULL,
    state        TEXT NOT NULL CHECK (state IN ('sealed','uploading','received','rejected')),
    upload_url   TEXT,
    sent_bytes   INTEGER NOT NULL,
    last_error   TEXT,
    receipt_json TEXT
) STRICT;
CREATE TABLE bundle_application (
    bundle_id      TEXT NOT NULL REFERENCES bundle (id) ON DELETE CASCADE,
    application_id TEXT NOT NULL REFERENCES application (id),
    PRIMARY KEY (bundle_id, application_id)
) STRICT;

-- 只增不改的操作记录，与改动同一事务写入。
CREATE TABLE event (
    n       INTEGER PRIMARY KEY,
    at      TEXT NOT NULL,
    op      TEXT NOT NULL,
    actor   TEXT NOT NULL,
    subject TEXT,
    detail  TEXT NOT NULL,
    before  TEXT,
    after   TEXT
) STRICT;
CREATE INDEX event_subject ON event (subject);
