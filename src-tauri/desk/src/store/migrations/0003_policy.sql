-- 本单位叠上的规则包（评委会通知、年度通知）、自己存的文件原文、记住的页。

CREATE TABLE office_pack (
    id          TEXT PRIMARY KEY,
    name        TEXT NOT NULL,
    files_json  TEXT NOT NULL,
    notice_json TEXT,
    saved_at    TEXT NOT NULL
) STRICT;

CREATE TABLE source_copy (
    source_id TEXT PRIMARY KEY,
    sha256    TEXT NOT NULL,
    name      TEXT NOT NULL,
    pages     INTEGER NOT NULL,
    added_at  TEXT NOT NULL
) STRICT;

CREATE TABLE clause_page (
    clause_id TEXT PRIMARY KEY,
    source_id TEXT NOT NULL REFERENCES source_copy (source_id) ON DELETE CASCADE,
    page      INTEGER NOT NULL
) STRICT;
