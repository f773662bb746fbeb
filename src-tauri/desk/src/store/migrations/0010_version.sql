-- What a person's records were before each change, by the number of the event that changed them.
-- Nothing refers to the person: whoever is put back from the bin finds them again. Erasing deletes them.
CREATE TABLE person_version (
  person_id TEXT NOT NULL,
  n INTEGER NOT NULL,
  dossier_json TEXT NOT NULL,
  PRIMARY KEY (person_id, n)
) STRICT, WITHOUT ROWID;
