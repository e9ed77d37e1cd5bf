-- What is known of the writing of DIRAC's clients; docs/beside-dirac.md.

CREATE TABLE IF NOT EXISTS `SluiceWatch` (
  `Id` TINYINT NOT NULL,
  `LastRecID` BIGINT,
  `Looked` DATETIME(6),
  PRIMARY KEY (`Id`)
) ENGINE=InnoDB DEFAULT CHARACTER SET=utf8mb4 COLLATE=utf8mb4_nopad_bin;

INSERT IGNORE INTO `SluiceWatch` (`Id`) VALUES (1);

CREATE TABLE IF NOT EXISTS `SluiceWatched` (
  `TransformationID` INTEGER NOT NULL,
  `QueryHash` CHAR(64),
  `TakesFiles` BOOLEAN NOT NULL DEFAULT FALSE,
  `LastTask` INTEGER,
  PRIMARY KEY (`TransformationID`)
) ENGINE=InnoDB DEFAULT CHARACTER SET=utf8mb4 COLLATE=utf8mb4_nopad_bin;

CREATE TABLE IF NOT EXISTS `SluiceLogLines` (
  `RecID` INTEGER NOT NULL,
  PRIMARY KEY (`RecID`)
) ENGINE=InnoDB DEFAULT CHARACTER SET=utf8mb4 COLLATE=utf8mb4_nopad_bin;

CREATE TABLE IF NOT EXISTS `SluiceNewTasks` (
  `TransformationID` INTEGER NOT NULL,
  `TaskID` INTEGER NOT NULL,
  PRIMARY KEY (`TransformationID`, `TaskID`)
) ENGINE=InnoDB DEFAULT CHARACTER SET=utf8mb4 COLLATE=utf8mb4_nopad_bin;

CREATE TABLE IF NOT EXISTS `SluiceWaiting` (
  `TransformationID` INTEGER NOT NULL,
  `Files` BIGINT NOT NULL,
  `SumOfIDs` BIGINT NOT NULL,
  PRIMARY KEY (`TransformationID`)
) ENGINE=InnoDB DEFAULT CHARACTER SET=utf8mb4 COLLATE=utf8mb4_nopad_bin;

CREATE INDEX IF NOT EXISTS `Ended` ON `SluiceAttachments` (`Ended`);
