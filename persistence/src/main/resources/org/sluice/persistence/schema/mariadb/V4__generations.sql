-- Generations of files within transformations, and notices of more kinds than one; docs/effects.md, docs/database.md.

CREATE TABLE IF NOT EXISTS `SluiceAttachments` (
  `TransformationID` INTEGER NOT NULL,
  `FileID` INTEGER NOT NULL,
  `Generation` INTEGER NOT NULL,
  `Ended` BOOLEAN NOT NULL,
  `NextGeneration` INTEGER NOT NULL,
  PRIMARY KEY (`TransformationID`, `FileID`)
) ENGINE=InnoDB DEFAULT CHARACTER SET=utf8mb4 COLLATE=utf8mb4_nopad_bin;

ALTER TABLE `SluiceOutbox` ADD COLUMN IF NOT EXISTS `Kind` VARCHAR(32) NOT NULL DEFAULT 'TaskCreated';
