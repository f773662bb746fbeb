-- 回收站：移出台账的人整份留在这里，可以放回；彻底清除后 dossier_json 为空，只剩一行没有个人信息的记录。
CREATE TABLE removed_person (
    id           TEXT PRIMARY KEY,
    removed_at   TEXT NOT NULL,
    reason       TEXT NOT NULL,
    dossier_json TEXT,
    erased_at    TEXT
) STRICT;

-- 每条操作记录的摘要，连着上一条的摘要一起算；缺一条、改一条都对不上。以前的记录没有摘要。
ALTER TABLE event ADD COLUMN hash TEXT;
