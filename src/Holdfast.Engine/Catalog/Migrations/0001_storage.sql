-- What is stored, where, and what is under way. Valid on SQLite 3.35 and PostgreSQL 15; {key} is text compared by its UTF-8 bytes,
-- {identity} an ever-growing number. Times are Unix milliseconds, UTC.

CREATE TABLE object (
    key             {key} NOT NULL PRIMARY KEY,
    id              TEXT NOT NULL,
    org_id          BIGINT NOT NULL,
    generation      BIGINT NOT NULL,
    current_version TEXT,
    tombstone_at    BIGINT,
    view_done       INTEGER NOT NULL,
    view_open       INTEGER NOT NULL DEFAULT 0,
    view_seq        BIGINT NOT NULL DEFAULT 0,
    pin             TEXT,
    created_at      BIGINT NOT NULL,
    updated_at      BIGINT NOT NULL
);
CREATE UNIQUE INDEX object_id ON object (id);
CREATE INDEX object_org ON object (org_id, key);
CREATE INDEX object_view ON object (key) WHERE view_done = 0;
CREATE INDEX object_tombstone ON object (tombstone_at) WHERE tombstone_at IS NOT NULL;

CREATE TABLE version (
    version_id    TEXT NOT NULL PRIMARY KEY,
    key           {key} NOT NULL,
    generation    BIGINT NOT NULL,
    size          BIGINT NOT NULL,
    sha256        BYTEA,
    etag          TEXT NOT NULL,
    content_type  TEXT,
    attributes    TEXT,
    storage_class TEXT,
    created_at    BIGINT NOT NULL,
    expires_at    BIGINT,
    superseded_at BIGINT,
    owner         TEXT,
    original_name TEXT,
    origin        TEXT NOT NULL,
    blocks        BYTEA
);
CREATE UNIQUE INDEX version_key ON version (key, generation);
CREATE INDEX version_undigested ON version (version_id) WHERE sha256 IS NULL;
CREATE INDEX version_superseded ON version (superseded_at) WHERE superseded_at IS NOT NULL;
CREATE INDEX version_expires ON version (expires_at) WHERE expires_at IS NOT NULL;
CREATE INDEX version_size ON version (size);

-- state: 0 present, 1 pending, 2 missing, 3 corrupt, 4 foreign, 5 removing
CREATE TABLE replica (
    version_id TEXT NOT NULL,
    backend    TEXT NOT NULL,
    state      INTEGER NOT NULL,
    home       {key} NOT NULL,
    identity   TEXT,
    checked_at BIGINT,
    noted      TEXT,
    PRIMARY KEY (version_id, backend)
);
CREATE UNIQUE INDEX replica_home ON replica (backend, home);
CREATE INDEX replica_work ON replica (state, backend) WHERE state <> 0;

-- adopts: the home is a link to another program's file, which must not be removed with it.
-- state: 0 open, 2 aborted (its home is to be removed). A committed attempt has no row any more: its replica row stands for it.
CREATE TABLE upload (
    attempt_id   TEXT NOT NULL PRIMARY KEY,
    key          {key} NOT NULL,
    backend      TEXT NOT NULL,
    home         {key} NOT NULL,
    state        INTEGER NOT NULL,
    multipart_id TEXT,
    adopts       INTEGER NOT NULL DEFAULT 0,
    instance_id  TEXT NOT NULL,
    created_at   BIGINT NOT NULL
);
CREATE UNIQUE INDEX upload_home ON upload (backend, home);
CREATE INDEX upload_instance ON upload (instance_id, state);

CREATE TABLE instance (
    instance_id TEXT NOT NULL PRIMARY KEY,
    node        TEXT NOT NULL,
    started_at  BIGINT NOT NULL,
    heartbeat   BIGINT NOT NULL
);

CREATE TABLE journal (
    seq        {identity},
    at         BIGINT NOT NULL,
    key        {key} NOT NULL,
    version_id TEXT,
    generation BIGINT,
    event      TEXT NOT NULL,
    backend    TEXT,
    detail     TEXT
);
CREATE INDEX journal_key ON journal (key, seq);
CREATE INDEX journal_at ON journal (at);

CREATE TABLE tally (
    org_id    BIGINT NOT NULL,
    dimension TEXT NOT NULL,
    name      {key} NOT NULL,
    count     BIGINT NOT NULL,
    bytes     BIGINT NOT NULL,
    PRIMARY KEY (org_id, dimension, name)
);

-- Things seen on a backend that no row knows, with the time they were first seen by us: their own dates prove nothing.
CREATE TABLE sighting (
    backend    TEXT NOT NULL,
    name       {key} NOT NULL,
    identity   TEXT NOT NULL,
    first_seen BIGINT NOT NULL,
    last_seen  BIGINT NOT NULL,
    PRIMARY KEY (backend, name)
);

CREATE TABLE job (
    job_id      TEXT NOT NULL PRIMARY KEY,
    kind        TEXT NOT NULL,
    arguments   TEXT NOT NULL,
    state       INTEGER NOT NULL,
    progress    TEXT NOT NULL,
    position    TEXT,
    report      TEXT,
    error       TEXT,
    owner       TEXT,
    cancelling  INTEGER NOT NULL DEFAULT 0,
    created_at  BIGINT NOT NULL,
    started_at  BIGINT,
    finished_at BIGINT,
    instance_id TEXT,
    lease_until BIGINT
);
CREATE INDEX job_state ON job (state, created_at);
CREATE INDEX job_created ON job (created_at, job_id);

CREATE TABLE job_item (
    seq     {identity},
    job_id  TEXT NOT NULL,
    kind    TEXT NOT NULL,
    key     TEXT NOT NULL,
    backend TEXT,
    detail  TEXT
);
CREATE INDEX job_item_job ON job_item (job_id, seq);
CREATE INDEX job_item_kind ON job_item (job_id, kind, seq);
