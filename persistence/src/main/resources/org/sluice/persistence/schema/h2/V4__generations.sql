-- Generations of files within transformations, and notices of more kinds than one; docs/effects.md, docs/database.md.

CREATE TABLE IF NOT EXISTS SluiceAttachments (
  TransformationID INTEGER NOT NULL,
  FileID INTEGER NOT NULL,
  Generation INTEGER NOT NULL,
  Ended BOOLEAN NOT NULL,
  NextGeneration INTEGER NOT NULL,
  PRIMARY KEY (TransformationID, FileID)
);

ALTER TABLE SluiceOutbox ADD COLUMN IF NOT EXISTS Kind VARCHAR(32) DEFAULT 'TaskCreated' NOT NULL;
