-- Who works on what was asked under a key, until when, and what was answered. Moments are milliseconds since 1970.
CREATE TABLE claim (
  scope text NOT NULL,
  claim_key text NOT NULL,
  fingerprint text NOT NULL,
  holder text NOT NULL,
  locked_until bigint NOT NULL,
  made_at bigint NOT NULL,
  status integer,
  body text,
  PRIMARY KEY (scope, claim_key)
);
CREATE INDEX claim_made_at ON claim (made_at);
