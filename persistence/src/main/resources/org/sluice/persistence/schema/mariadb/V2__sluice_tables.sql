-- Sluice's own tables; docs/database.md tells what each column is for, how tables grow and how they are purged.
-- LFNs and ids are compared byte by byte, trailing blanks included (nopad): DIRAC's collation is blind to too much.

CREATE TABLE IF NOT EXISTS `SluiceRegistry` (
  `Id` TINYINT NOT NULL,
  `Version` BIGINT NOT NULL,
  PRIMARY KEY (`Id`)
) ENGINE=InnoDB DEFAULT CHARACTER SET=utf8mb4 COLLATE=utf8mb4_nopad_bin;

INSERT IGNORE INTO `SluiceRegistry` (`Id`, `Version`) VALUES (1, 0);

CREATE TABLE IF NOT EXISTS `SluiceTransformations` (
  `TransformationID` INTEGER NOT NULL,
  `Quarantine` TEXT,
  `QuarantinedAt` DATETIME(6),
  PRIMARY KEY (`TransformationID`)
) ENGINE=InnoDB DEFAULT CHARACTER SET=utf8mb4 COLLATE=utf8mb4_nopad_bin;

CREATE TABLE IF NOT EXISTS `SluicePendingWork` (
  `TransformationID` INTEGER NOT NULL,
  `Kind` VARCHAR(16) NOT NULL,
  `Position` BIGINT NOT NULL,
  `Since` DATETIME(6) NOT NULL,
  PRIMARY KEY (`TransformationID`, `Kind`)
) ENGINE=InnoDB DEFAULT CHARACTER SET=utf8mb4 COLLATE=utf8mb4_nopad_bin;

CREATE TABLE IF NOT EXISTS `SluiceFiles` (
  `FileKey` BIGINT NOT NULL AUTO_INCREMENT,
  `LFN` VARCHAR(255) NOT NULL,
  `Generation` INTEGER NOT NULL DEFAULT 1,
  `Registered` DATETIME(6),
  `FileID` INTEGER,
  `SizeBytes` BIGINT,
  `ReplicaCount` INTEGER NOT NULL DEFAULT 0,
  `Replicas` MEDIUMTEXT,
  `Facts` LONGTEXT NOT NULL,
  PRIMARY KEY (`FileKey`),
  UNIQUE INDEX `LFN` (`LFN`),
  UNIQUE INDEX `FileID` (`FileID`)
) ENGINE=InnoDB DEFAULT CHARACTER SET=utf8mb4 COLLATE=utf8mb4_nopad_bin;

CREATE TABLE IF NOT EXISTS `SluiceJournal` (
  `EntryKey` BIGINT NOT NULL AUTO_INCREMENT,
  `EventHash` BINARY(32) NOT NULL,
  `Batch` BIGINT NOT NULL,
  `EventID` VARCHAR(255) NOT NULL,
  `Kind` VARCHAR(64) NOT NULL,
  `Subject` TEXT NOT NULL,
  `EventTime` DATETIME(6) NOT NULL,
  `Received` DATETIME(6) NOT NULL,
  `Body` LONGTEXT NOT NULL,
  `Remark` MEDIUMTEXT,
  PRIMARY KEY (`EntryKey`),
  UNIQUE INDEX `EventHash` (`EventHash`),
  INDEX `Received` (`Received`)
) ENGINE=InnoDB DEFAULT CHARACTER SET=utf8mb4 COLLATE=utf8mb4_nopad_bin;

CREATE TABLE IF NOT EXISTS `SluiceOutbox` (
  `NoticeKey` BIGINT NOT NULL AUTO_INCREMENT,
  `NoticeID` VARCHAR(255) NOT NULL,
  `NoticeTime` DATETIME(6) NOT NULL,
  `TransformationID` INTEGER NOT NULL,
  `Type` VARCHAR(255) NOT NULL,
  `TaskID` INTEGER NOT NULL,
  `TargetSE` MEDIUMTEXT NOT NULL,
  `Lfns` LONGTEXT NOT NULL,
  PRIMARY KEY (`NoticeKey`)
) ENGINE=InnoDB DEFAULT CHARACTER SET=utf8mb4 COLLATE=utf8mb4_nopad_bin;

CREATE TABLE IF NOT EXISTS `SluiceTaskTargets` (
  `TransformationID` INTEGER NOT NULL,
  `TaskID` INTEGER NOT NULL,
  `TargetSE` MEDIUMTEXT NOT NULL,
  PRIMARY KEY (`TransformationID`, `TaskID`)
) ENGINE=InnoDB DEFAULT CHARACTER SET=utf8mb4 COLLATE=utf8mb4_nopad_bin;

CREATE TABLE IF NOT EXISTS `SluiceLogMessages` (
  `RecID` INTEGER NOT NULL,
  `TransformationID` INTEGER NOT NULL,
  `Message` LONGTEXT NOT NULL,
  PRIMARY KEY (`RecID`),
  INDEX `TransformationID` (`TransformationID`)
) ENGINE=InnoDB DEFAULT CHARACTER SET=utf8mb4 COLLATE=utf8mb4_nopad_bin;
