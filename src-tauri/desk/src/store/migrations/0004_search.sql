-- 找人：姓名的每个尾段、拼音、首字母、证件号正反两头、工号，都是 search_key 里的一行；
-- 与人员同一事务写入，写法见 desk 的 search 模块。search_person 记下这些行是由什么写成的。
CREATE TABLE search_person (
    n            INTEGER PRIMARY KEY,
    person_id    TEXT NOT NULL UNIQUE REFERENCES person (id) ON DELETE CASCADE,
    name         TEXT NOT NULL,
    id_number    TEXT,
    staff_number TEXT
) STRICT;
CREATE TABLE search_key (
    key TEXT NOT NULL,
    n   INTEGER NOT NULL,
    PRIMARY KEY (key, n)
) STRICT, WITHOUT ROWID;
