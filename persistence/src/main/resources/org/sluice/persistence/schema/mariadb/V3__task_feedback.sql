-- Which event said a task's status, so that an older one that arrives later does not hold; docs/database.md.

CREATE TABLE IF NOT EXISTS `SluiceTaskFeedback` (
  `TransformationID` INTEGER NOT NULL,
  `TaskID` INTEGER NOT NULL,
  `StatusTime` DATETIME(6),
  `StatusEvent` VARCHAR(255),
  `ExternalIDTime` DATETIME(6),
  `ExternalIDEvent` VARCHAR(255),
  `ExternalID` MEDIUMTEXT,
  PRIMARY KEY (`TransformationID`, `TaskID`)
) ENGINE=InnoDB DEFAULT CHARACTER SET=utf8mb4 COLLATE=utf8mb4_nopad_bin;
