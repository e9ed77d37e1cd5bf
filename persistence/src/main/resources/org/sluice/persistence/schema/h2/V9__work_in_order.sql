-- The piece of work that waits longest is found, and locked, without those behind it; docs/database.md.

CREATE INDEX IF NOT EXISTS SluicePendingWorkSince ON SluicePendingWork (Since, Kind, TransformationID);
