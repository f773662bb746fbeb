-- Who wrote an opinion and who looked it over, where people of the office have pass phrases of their own.
CREATE TABLE opinion_review (
  application_id TEXT PRIMARY KEY REFERENCES application (id) ON DELETE CASCADE,
  saved_by TEXT NOT NULL,
  reviewed_by TEXT,
  reviewed_at TEXT
) STRICT, WITHOUT ROWID;
