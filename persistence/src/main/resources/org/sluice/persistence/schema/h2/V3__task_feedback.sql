-- Which event said a task's status, so that an older one that arrives later does not hold; docs/database.md.

CREATE TABLE IF NOT EXISTS SluiceTaskFeedback (
  TransformationID INTEGER NOT NULL,
  TaskID INTEGER NOT NULL,
  StatusTime TIMESTAMP(6),
  StatusEvent VARCHAR(255),
  ExternalIDTime TIMESTAMP(6),
  ExternalIDEvent VARCHAR(255),
  ExternalID VARCHAR,
  PRIMARY KEY (TransformationID, TaskID)
);
