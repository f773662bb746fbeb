-- 装袋方式：每个评委会一份，空串是没有选评委会时的；没有存过就按材料目录的顺序。
CREATE TABLE packet_layout (
    committee_id TEXT PRIMARY KEY,
    layout_json  TEXT NOT NULL,
    saved_at     TEXT NOT NULL
) STRICT;
-- 分册：每册一个文件；空表示从前生成的全一册。
ALTER TABLE packet ADD COLUMN volumes_json TEXT NOT NULL DEFAULT '[]';
-- 按材料统一改名以前的文件名；没有改过就是空的。
ALTER TABLE attachment ADD COLUMN original_name TEXT;
-- 图片上哪里是空白，核验签章栏据此落位。
ALTER TABLE attachment ADD COLUMN clear TEXT;
