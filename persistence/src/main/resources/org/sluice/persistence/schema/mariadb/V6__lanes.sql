-- Where files wait, counted, so that an event need not look at all of them; docs/grouping.md, docs/database.md.

CREATE TABLE IF NOT EXISTS `SluiceLanes` (
  `LaneID` BIGINT NOT NULL AUTO_INCREMENT,
  `TransformationID` INTEGER NOT NULL,
  `Name` VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `Files` BIGINT NOT NULL,
  `Bytes` BIGINT NOT NULL,
  `Since` DATETIME NOT NULL,
  PRIMARY KEY (`LaneID`),
  UNIQUE INDEX `Name` (`TransformationID`, `Name`),
  INDEX `TransformationID` (`TransformationID`, `LaneID`),
  INDEX `Since` (`TransformationID`, `Since`)
) ENGINE=InnoDB DEFAULT CHARACTER SET=utf8mb4 COLLATE=utf8mb4_nopad_bin;

CREATE TABLE IF NOT EXISTS `SluiceLaneFiles` (
  `LaneID` BIGINT NOT NULL,
  `Attached` DATETIME NOT NULL,
  `FileID` INTEGER NOT NULL,
  `TransformationID` INTEGER NOT NULL,
  `Bytes` BIGINT NOT NULL,
  PRIMARY KEY (`LaneID`, `Attached`, `FileID`),
  INDEX `FileID` (`TransformationID`, `FileID`)
) ENGINE=InnoDB DEFAULT CHARACTER SET=utf8mb4 COLLATE=utf8mb4_nopad_bin;

CREATE TABLE IF NOT EXISTS `SluiceEndedRuns` (
  `Name` VARCHAR(255) NOT NULL,
  `RunValue` VARCHAR(255) NOT NULL,
  `Ended` DATETIME NOT NULL,
  PRIMARY KEY (`Name`, `RunValue`)
) ENGINE=InnoDB DEFAULT CHARACTER SET=utf8mb4 COLLATE=utf8mb4_nopad_bin;

CREATE TABLE IF NOT EXISTS `SluiceTargetCounts` (
  `TransformationID` INTEGER NOT NULL,
  `UsedSE` VARCHAR(255) NOT NULL,
  `Files` BIGINT NOT NULL,
  PRIMARY KEY (`TransformationID`, `UsedSE`)
) ENGINE=InnoDB DEFAULT CHARACTER SET=utf8mb4 COLLATE=utf8mb4_nopad_bin;

ALTER TABLE `SluiceTransformations` ADD COLUMN IF NOT EXISTS `Lineage` INTEGER NOT NULL DEFAULT 0;
ALTER TABLE `SluiceTransformations` ADD COLUMN IF NOT EXISTS `CountsTargets` BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE `SluicePendingWork` ADD COLUMN IF NOT EXISTS `Started` DATETIME(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6);

-- What waits already is placed by the first engine that runs.
INSERT IGNORE INTO `SluicePendingWork` (`TransformationID`, `Kind`, `Position`, `Since`, `Started`)
  SELECT `TransformationID`, 'GROUP', 0, UTC_TIMESTAMP(6), UTC_TIMESTAMP(6) FROM `Transformations`
  WHERE `Status` IN ('Active', 'Completing', 'Flush');
