-- What is known of the writing of DIRAC's clients; docs/beside-dirac.md.

CREATE TABLE IF NOT EXISTS SluiceWatch (
  Id SMALLINT NOT NULL PRIMARY KEY,
  LastRecID BIGINT,
  Looked TIMESTAMP(6)
);

MERGE INTO SluiceWatch w USING (VALUES (1)) v(Id) ON w.Id = v.Id
  WHEN NOT MATCHED THEN INSERT (Id) VALUES (v.Id);

CREATE TABLE IF NOT EXISTS SluiceWatched (
  TransformationID INTEGER NOT NULL PRIMARY KEY,
  QueryHash VARCHAR(64),
  TakesFiles BOOLEAN DEFAULT FALSE NOT NULL,
  LastTask INTEGER
);

CREATE TABLE IF NOT EXISTS SluiceLogLines (
  RecID INTEGER NOT NULL PRIMARY KEY
);

CREATE TABLE IF NOT EXISTS SluiceNewTasks (
  TransformationID INTEGER NOT NULL,
  TaskID INTEGER NOT NULL,
  PRIMARY KEY (TransformationID, TaskID)
);

CREATE TABLE IF NOT EXISTS SluiceWaiting (
  TransformationID INTEGER NOT NULL PRIMARY KEY,
  Files BIGINT NOT NULL,
  SumOfIDs BIGINT NOT NULL
);

CREATE INDEX IF NOT EXISTS SluiceAttachmentsEnded ON SluiceAttachments (Ended);
