-- 出处：一次导入的各张表、每一列对应什么；每个人从哪张表哪一行来，附表里的每条记录在哪一行。
ALTER TABLE roster_import ADD COLUMN sheets_json TEXT NOT NULL DEFAULT '[]';
ALTER TABLE roster_change ADD COLUMN sheet INTEGER;
ALTER TABLE roster_change ADD COLUMN row INTEGER;
ALTER TABLE roster_change ADD COLUMN records_json TEXT;
CREATE INDEX roster_change_person ON roster_change (person_id);
