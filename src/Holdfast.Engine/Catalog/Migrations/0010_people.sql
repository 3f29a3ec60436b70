-- Who may do what. Times are Unix milliseconds, UTC; flags are 0 or 1. Secrets are here as hashes only.

CREATE TABLE org (
    org_id      BIGINT NOT NULL PRIMARY KEY,
    name        TEXT NOT NULL,
    name_folded TEXT NOT NULL,
    created_at  BIGINT NOT NULL
);
CREATE UNIQUE INDEX org_name ON org (name_folded);

CREATE TABLE account (
    user_id         TEXT NOT NULL PRIMARY KEY,
    email           TEXT NOT NULL,
    email_folded    TEXT NOT NULL,
    name            TEXT,
    password_hash   TEXT NOT NULL,
    security_stamp  TEXT NOT NULL,
    superuser       INTEGER NOT NULL DEFAULT 0,
    demo            INTEGER NOT NULL DEFAULT 0,
    failed_count    INTEGER NOT NULL DEFAULT 0,
    failed_since    BIGINT,
    locked_until    BIGINT,
    last_sign_in_at BIGINT,
    created_at      BIGINT NOT NULL,
    updated_at      BIGINT NOT NULL
);
CREATE UNIQUE INDEX account_email ON account (email_folded);
CREATE INDEX account_superuser ON account (user_id) WHERE superuser = 1;
CREATE INDEX account_demo ON account (user_id) WHERE demo = 1;

-- role: viewer, editor, owner
CREATE TABLE member (
    org_id     BIGINT NOT NULL,
    user_id    TEXT NOT NULL,
    role       TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (org_id, user_id)
);
CREATE INDEX member_user ON member (user_id, created_at);

-- kind: 0 made by a sign-in (ends with the account's security stamp), 1 made by hand. scopes: 1 read, 2 write, 4 admin, summed.
CREATE TABLE access_token (
    token_id     TEXT NOT NULL PRIMARY KEY,
    token_hash   TEXT NOT NULL,
    kind         INTEGER NOT NULL,
    org_id       BIGINT NOT NULL,
    user_id      TEXT NOT NULL,
    name         TEXT,
    scopes       INTEGER NOT NULL,
    key_prefix   TEXT,
    stamp        TEXT,
    created_at   BIGINT NOT NULL,
    expires_at   BIGINT,
    last_used_at BIGINT
);
CREATE UNIQUE INDEX access_token_hash ON access_token (token_hash);
CREATE INDEX access_token_user ON access_token (user_id, kind, token_id);
CREATE INDEX access_token_expiry ON access_token (expires_at) WHERE expires_at IS NOT NULL;

CREATE TABLE sign_in_code (
    code_hash  TEXT NOT NULL PRIMARY KEY,
    user_id    TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX sign_in_code_expiry ON sign_in_code (expires_at);

-- One row that a transaction updates before it decides something about all accounts, so that two never decide at once.
CREATE TABLE people_gate (
    id   INTEGER NOT NULL PRIMARY KEY,
    turn BIGINT NOT NULL
);
INSERT INTO people_gate (id, turn) VALUES (1, 0);

-- The keys of the framework's data protection, so that no file on one machine holds them.
CREATE TABLE key_ring (
    name       TEXT NOT NULL PRIMARY KEY,
    xml        TEXT NOT NULL,
    created_at BIGINT NOT NULL
);
