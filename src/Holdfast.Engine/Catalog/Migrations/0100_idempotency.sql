-- Answers of requests that carried an Idempotency-Key, for a day. status is null while the request is under way in that process.

CREATE TABLE idempotency (
    id          TEXT NOT NULL PRIMARY KEY,
    process     TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    status      INTEGER,
    body        BYTEA,
    created_at  BIGINT NOT NULL
);
CREATE INDEX idempotency_created ON idempotency (created_at);
