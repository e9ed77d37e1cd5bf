-- Which transformations changed since a version, so that an engine reads only those anew; docs/database.md.

CREATE TABLE IF NOT EXISTS `SluiceChanges` (
  `TransformationID` INTEGER NOT NULL,
  `Version` BIGINT NOT NULL,
  PRIMARY KEY (`TransformationID`),
  INDEX `Version` (`Version`)
) ENGINE=InnoDB DEFAULT CHARACTER SET=utf8mb4 COLLATE=utf8mb4_nopad_bin;
