-- Which transformations changed since a version, so that an engine reads only those anew; docs/database.md.

CREATE TABLE IF NOT EXISTS SluiceChanges (
  TransformationID INTEGER NOT NULL,
  Version BIGINT NOT NULL,
  PRIMARY KEY (TransformationID)
);

CREATE INDEX IF NOT EXISTS SluiceChangesVersion ON SluiceChanges (Version);
