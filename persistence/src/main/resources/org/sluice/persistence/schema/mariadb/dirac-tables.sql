-- DIRAC's TransformationDB, as DIRAC creates it. Each table is created only where it is missing.

CREATE TABLE IF NOT EXISTS `Transformations` (
  `TransformationID` INTEGER NOT NULL AUTO_INCREMENT,
  `TransformationName` VARCHAR(255) NOT NULL,
  `Description` VARCHAR(255),
  `LongDescription` TEXT,
  `CreationDate` DATETIME,
  `LastUpdate` DATETIME,
  `Author` VARCHAR(255) NOT NULL,
  `AuthorDN` VARCHAR(255) DEFAULT NULL,
  `AuthorGroup` VARCHAR(255) NOT NULL,
  `Type` CHAR(32) DEFAULT 'Simulation',
  `Plugin` CHAR(32) DEFAULT 'None',
  `AgentType` CHAR(32) DEFAULT 'Manual',
  `Status` CHAR(32) DEFAULT 'New',
  `FileMask` VARCHAR(255),
  `TransformationGroup` VARCHAR(255) NOT NULL DEFAULT 'General',
  `TransformationFamily` VARCHAR(64) DEFAULT '0',
  `GroupSize` FLOAT NOT NULL DEFAULT 1,
  `InheritedFrom` INTEGER DEFAULT 0,
  `Body` LONGTEXT,
  `MaxNumberOfTasks` INTEGER NOT NULL DEFAULT 0,
  `EventsPerTask` INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (`TransformationID`),
  INDEX (`TransformationName`),
  INDEX (`TransformationFamily`),
  INDEX (`Status`),
  INDEX (`Type`)
) ENGINE=InnoDB DEFAULT CHARACTER SET=utf8mb3 COLLATE=utf8mb3_general_ci;

CREATE TABLE IF NOT EXISTS `DataFiles` (
  `FileID` INTEGER NOT NULL AUTO_INCREMENT,
  `LFN` VARCHAR(255) UNIQUE NOT NULL DEFAULT '',
  `Status` VARCHAR(32) DEFAULT 'AprioriGood',
  PRIMARY KEY (`FileID`),
  INDEX (`Status`),
  INDEX (`LFN`)
) ENGINE=InnoDB DEFAULT CHARACTER SET=utf8mb3 COLLATE=utf8mb3_general_ci;

CREATE TABLE IF NOT EXISTS `AdditionalParameters` (
  `TransformationID` INTEGER NOT NULL,
  `ParameterName` VARCHAR(32) NOT NULL,
  `ParameterValue` LONGTEXT NOT NULL,
  `ParameterType` VARCHAR(32) DEFAULT 'StringType',
  PRIMARY KEY (`TransformationID`, `ParameterName`),
  FOREIGN KEY (`TransformationID`) REFERENCES `Transformations` (`TransformationID`)
) ENGINE=InnoDB DEFAULT CHARACTER SET=utf8mb3 COLLATE=utf8mb3_general_ci;

CREATE TABLE IF NOT EXISTS `TransformationLog` (
  `recid` INTEGER NOT NULL AUTO_INCREMENT,
  `TransformationID` INTEGER NOT NULL,
  `Message` VARCHAR(255) NOT NULL,
  `Author` VARCHAR(255) NOT NULL DEFAULT 'Unknown',
  `MessageDate` DATETIME NOT NULL,
  PRIMARY KEY (`recid`),
  INDEX (`TransformationID`),
  INDEX (`MessageDate`),
  FOREIGN KEY (`TransformationID`) REFERENCES `Transformations` (`TransformationID`)
) ENGINE=InnoDB DEFAULT CHARACTER SET=utf8mb3 COLLATE=utf8mb3_general_ci;

CREATE TABLE IF NOT EXISTS `TransformationTasks` (
  `TransformationID` INTEGER NOT NULL,
  `TaskID` INTEGER NOT NULL,
  `ExternalStatus` CHAR(16) DEFAULT 'Created',
  `ExternalID` CHAR(16) DEFAULT '',
  `TargetSE` CHAR(255) DEFAULT 'Unknown',
  `CreationTime` DATETIME NOT NULL,
  `LastUpdateTime` DATETIME NOT NULL,
  PRIMARY KEY (`TransformationID`, `TaskID`),
  INDEX (`ExternalStatus`),
  INDEX (`TransformationID`, `ExternalStatus`),
  FOREIGN KEY (`TransformationID`) REFERENCES `Transformations` (`TransformationID`)
) ENGINE=InnoDB DEFAULT CHARACTER SET=utf8mb3 COLLATE=utf8mb3_general_ci;

CREATE TABLE IF NOT EXISTS `TransformationFiles` (
  `TransformationID` INTEGER NOT NULL,
  `FileID` INTEGER NOT NULL,
  `Status` VARCHAR(32) DEFAULT 'Unused',
  `ErrorCount` INTEGER(4) NOT NULL DEFAULT 0,
  `TaskID` INTEGER,
  `TargetSE` VARCHAR(255) DEFAULT 'Unknown',
  `UsedSE` VARCHAR(255) DEFAULT 'Unknown',
  `LastUpdate` DATETIME,
  `InsertedTime` DATETIME,
  PRIMARY KEY (`TransformationID`, `FileID`),
  INDEX (`TransformationID`),
  INDEX (`Status`),
  INDEX (`FileID`),
  INDEX (`TransformationID`, `Status`),
  FOREIGN KEY (`TransformationID`) REFERENCES `Transformations` (`TransformationID`),
  FOREIGN KEY (`FileID`) REFERENCES `DataFiles` (`FileID`)
) ENGINE=InnoDB DEFAULT CHARACTER SET=utf8mb3 COLLATE=utf8mb3_general_ci;

CREATE TABLE IF NOT EXISTS `TransformationFileTasks` (
  `TransformationID` INTEGER NOT NULL,
  `FileID` INTEGER NOT NULL,
  `TaskID` INTEGER NOT NULL,
  PRIMARY KEY (`TransformationID`, `FileID`, `TaskID`),
  FOREIGN KEY (`TransformationID`) REFERENCES `Transformations` (`TransformationID`),
  FOREIGN KEY (`TransformationID`, `FileID`) REFERENCES `TransformationFiles` (`TransformationID`, `FileID`),
  FOREIGN KEY (`TransformationID`, `TaskID`) REFERENCES `TransformationTasks` (`TransformationID`, `TaskID`)
) ENGINE=InnoDB DEFAULT CHARACTER SET=utf8mb3 COLLATE=utf8mb3_general_ci;

CREATE TABLE IF NOT EXISTS `TaskInputs` (
  `TransformationID` INTEGER NOT NULL,
  `TaskID` INTEGER NOT NULL,
  `InputVector` MEDIUMTEXT,
  PRIMARY KEY (`TransformationID`, `TaskID`),
  FOREIGN KEY (`TransformationID`, `TaskID`) REFERENCES `TransformationTasks` (`TransformationID`, `TaskID`)
) ENGINE=InnoDB DEFAULT CHARACTER SET=utf8mb3 COLLATE=utf8mb3_general_ci;

CREATE TABLE IF NOT EXISTS `TransformationMetaQueries` (
  `TransformationID` INTEGER NOT NULL,
  `MetaDataName` VARCHAR(255) NOT NULL,
  `MetaDataValue` TEXT NOT NULL,
  `MetaDataType` VARCHAR(8) NOT NULL,
  `QueryType` ENUM('Input', 'Output') DEFAULT 'Input',
  PRIMARY KEY (`TransformationID`, `MetaDataName`, `QueryType`),
  FOREIGN KEY (`TransformationID`) REFERENCES `Transformations` (`TransformationID`)
) ENGINE=InnoDB DEFAULT CHARACTER SET=utf8mb3 COLLATE=utf8mb3_general_ci;
