-- 花名册：门户 13 项齐全，单位自有的栏原样留存，导入可整批撤销，记住各种表的列对应。

ALTER TABLE person ADD COLUMN id_name    TEXT;
ALTER TABLE person ADD COLUMN joined_on  TEXT;
ALTER TABLE person ADD COLUMN post_grade TEXT;
ALTER TABLE person ADD COLUMN summary    TEXT;
ALTER TABLE person ADD COLUMN extra_json TEXT NOT NULL DEFAULT '{}';
CREATE INDEX person_staff_number ON person (staff_number) WHERE staff_number IS NOT NULL;

ALTER TABLE title_held  ADD COLUMN appointed_by TEXT;
ALTER TABLE training    ADD COLUMN total_hours REAL;
ALTER TABLE achievement ADD COLUMN issuer TEXT;
ALTER TABLE achievement ADD COLUMN number TEXT;

CREATE TABLE study (
    person_id TEXT NOT NULL REFERENCES person (id) ON DELETE CASCADE, ord INTEGER NOT NULL,
    "from" TEXT, until TEXT, school TEXT, content TEXT, certificate TEXT, PRIMARY KEY (person_id, ord)
) STRICT;
CREATE TABLE activity (
    person_id TEXT NOT NULL REFERENCES person (id) ON DELETE CASCADE, ord INTEGER NOT NULL,
    "from" TEXT, until TEXT, name TEXT, place TEXT, role TEXT, PRIMARY KEY (person_id, ord)
) STRICT;

ALTER TABLE roster_import ADD COLUMN unchanged INTEGER NOT NULL DEFAULT 0;
ALTER TABLE roster_import ADD COLUMN undone_at TEXT;
ALTER TABLE doubt ADD COLUMN import_id TEXT;

-- 每次导入改了谁、改前改后各是什么；撤销靠它。
CREATE TABLE roster_change (
    import_id   TEXT NOT NULL REFERENCES roster_import (id),
    person_id   TEXT NOT NULL,
    kind        TEXT NOT NULL CHECK (kind IN ('created','updated')),
    before_json TEXT,
    after_json  TEXT NOT NULL,
    PRIMARY KEY (import_id, person_id)
) STRICT;

-- 同样表头的表，上次每一列对应什么；layout 是表头的摘要。
CREATE TABLE roster_mapping (
    layout       TEXT PRIMARY KEY,
    columns_json TEXT NOT NULL,
    words_json   TEXT NOT NULL,
    saved_at     TEXT NOT NULL
) STRICT;
