-- 审核结果：上级对一份申报每一轮的决定，连同签名原文。同一轮又来一份时，只认编号大的。
CREATE TABLE decision (
    application_id TEXT NOT NULL REFERENCES application (id) ON DELETE CASCADE,
    round          INTEGER NOT NULL,
    bundle_id      TEXT NOT NULL REFERENCES bundle (id) ON DELETE CASCADE,
    epoch          INTEGER NOT NULL,
    n              INTEGER NOT NULL,
    outcome        TEXT NOT NULL CHECK (outcome IN ('accepted','returned','rejected')),
    decided_at     TEXT NOT NULL,
    signed_json    TEXT NOT NULL,
    PRIMARY KEY (application_id, round)
) STRICT;
