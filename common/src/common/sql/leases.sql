-- Who does what only one process may do, and until when (milliseconds since 1970).
CREATE TABLE lease (
  name text PRIMARY KEY,
  holder text NOT NULL,
  ends_at bigint NOT NULL
);
