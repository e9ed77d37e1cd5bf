-- A TransformationDB as an installation of DIRAC has it, with a little of its life.
SET FOREIGN_KEY_CHECKS = 0;
CREATE TABLE Transformations(
    TransformationID INTEGER NOT NULL AUTO_INCREMENT,
    TransformationName VARCHAR(255) NOT NULL,
    Description VARCHAR(255),
    LongDescription  TEXT,
    CreationDate DATETIME,
    LastUpdate DATETIME,
    Author VARCHAR(255) NOT NULL,
    AuthorDN VARCHAR(255) DEFAULT NULL,
    AuthorGroup VARCHAR(255) NOT NULL,
    Type CHAR(32) DEFAULT 'Simulation',
    Plugin CHAR(32) DEFAULT 'None',
    AgentType CHAR(32) DEFAULT 'Manual',
    Status  CHAR(32) DEFAULT 'New',
    FileMask VARCHAR(255),
    TransformationGroup varchar(255) NOT NULL default 'General',
    TransformationFamily varchar(64) default '0',
    GroupSize FLOAT NOT NULL DEFAULT 1,
    InheritedFrom INTEGER DEFAULT 0,
    Body LONGTEXT,
    MaxNumberOfTasks INTEGER NOT NULL DEFAULT 0,
    EventsPerTask INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY(TransformationID),
    INDEX(TransformationName),
    INDEX(TransformationFamily),
    INDEX(Status),
    INDEX(Type)
) ENGINE=InnoDB DEFAULT CHARSET=utf8;
CREATE TABLE DataFiles(
    FileID INTEGER NOT NULL AUTO_INCREMENT,
    LFN VARCHAR(255) UNIQUE NOT NULL DEFAULT '',
    Status varchar(32) DEFAULT 'AprioriGood',
    INDEX (Status),
    INDEX (LFN),
    PRIMARY KEY (FileID)
) ENGINE=InnoDB DEFAULT CHARSET=utf8;
CREATE TABLE AdditionalParameters(
    TransformationID INTEGER NOT NULL,
    ParameterName VARCHAR(32) NOT NULL,
    ParameterValue LONGTEXT NOT NULL,
    ParameterType VARCHAR(32) DEFAULT 'StringType',
    PRIMARY KEY(TransformationID,ParameterName),
    FOREIGN KEY (TransformationID) REFERENCES Transformations(TransformationID)
) ENGINE=InnoDB DEFAULT CHARSET=utf8;
CREATE TABLE TransformationLog(
    recid INTEGER NOT NULL AUTO_INCREMENT,
    TransformationID INTEGER NOT NULL,
    Message VARCHAR(255) NOT NULL,
    Author VARCHAR(255) NOT NULL DEFAULT 'Unknown',
    MessageDate DATETIME NOT NULL,
    PRIMARY KEY(recid),
    INDEX (TransformationID),
    INDEX (MessageDate),
    FOREIGN KEY (TransformationID) REFERENCES Transformations(TransformationID)
) ENGINE=InnoDB DEFAULT CHARSET=utf8;
CREATE TABLE TransformationTasks(
    TransformationID INTEGER NOT NULL,
    TaskID INTEGER NOT NULL,
    ExternalStatus CHAR(16) DEFAULT 'Created',
    ExternalID CHAR(16) DEFAULT '',
    TargetSE CHAR(255) DEFAULT 'Unknown',
    CreationTime DATETIME NOT NULL,
    LastUpdateTime DATETIME NOT NULL,
    PRIMARY KEY(TransformationID,TaskID),
    INDEX(ExternalStatus),
    INDEX(TransformationID,ExternalStatus),
    FOREIGN KEY(TransformationID) REFERENCES Transformations(TransformationID)
) ENGINE=InnoDB DEFAULT CHARSET=utf8;
CREATE TRIGGER `TaskID_Generator` BEFORE INSERT ON TransformationTasks
FOR EACH ROW SET NEW.TaskID = ( SELECT @last := IFNULL(MAX(TaskID) + 1,1 ) FROM TransformationTasks WHERE TransformationID=NEW.TransformationID );
CREATE TABLE TransformationFiles(
    TransformationID INTEGER NOT NULL,
    FileID INTEGER NOT NULL,
    Status VARCHAR(32) DEFAULT 'Unused',
    ErrorCount INTEGER(4) NOT NULL DEFAULT 0,
    TaskID INTEGER,
    TargetSE VARCHAR(255) DEFAULT 'Unknown',
    UsedSE VARCHAR(255) DEFAULT 'Unknown',
    LastUpdate DATETIME,
    InsertedTime DATETIME,
    PRIMARY KEY (TransformationID,FileID),
    INDEX (TransformationID),
    INDEX (Status),
    INDEX (FileID),
    INDEX (TransformationID,Status),
    FOREIGN KEY (TransformationID) REFERENCES Transformations(TransformationID),
    FOREIGN KEY (FileID) REFERENCES DataFiles(FileID)
) ENGINE=InnoDB DEFAULT CHARSET=utf8;
CREATE TABLE TransformationFileTasks(
    TransformationID INTEGER NOT NULL,
    FileID INTEGER NOT NULL,
    TaskID INTEGER NOT NULL,
    PRIMARY KEY (TransformationID,FileID,TaskID),
    FOREIGN KEY (TransformationID) REFERENCES Transformations(TransformationID),
    FOREIGN KEY (TransformationID,FileID) REFERENCES TransformationFiles(TransformationID,FileID),
    FOREIGN KEY (TransformationID,TaskID) REFERENCES TransformationTasks(TransformationID,TaskID)
) ENGINE=InnoDB DEFAULT CHARSET=utf8;
CREATE TABLE TaskInputs(
    TransformationID INTEGER NOT NULL,
    TaskID INTEGER NOT NULL,
    InputVector MEDIUMTEXT,
    PRIMARY KEY(TransformationID,TaskID),
    FOREIGN KEY (TransformationID,TaskID) REFERENCES TransformationTasks(TransformationID,TaskID)
) ENGINE=InnoDB DEFAULT CHARSET=utf8;
CREATE TABLE TransformationMetaQueries(
    TransformationID INTEGER NOT NULL,
    MetaDataName VARCHAR(255) NOT NULL,
    MetaDataValue TEXT NOT NULL,
    MetaDataType VARCHAR(8) NOT NULL,
    QueryType ENUM('Input','Output') DEFAULT 'Input',
    PRIMARY KEY(TransformationID, MetaDataName, QueryType),
    FOREIGN KEY (TransformationID) REFERENCES Transformations(TransformationID)
) ENGINE=InnoDB DEFAULT CHARSET=utf8;
SET FOREIGN_KEY_CHECKS = 1;

INSERT INTO Transformations (TransformationName, CreationDate, Author, AuthorDN, AuthorGroup, Type, Plugin, AgentType, Status, GroupSize)
  VALUES ('made by DIRAC', '2026-01-02 03:04:05', 'dirac', '/DC=org/CN=dirac', 'prod', 'DataReprocessing', 'Standard', 'Automatic', 'Active', 2);
INSERT INTO TransformationMetaQueries VALUES
  (1, 'DataLevel', '1', 'Integer', 'Input'), (1, 'Site', 'LaPalma;;;Paranal', 'String', 'Input'),
  (1, 'Energy', '{''>'': 10, ''<='': 200}', 'Dict', 'Input');
INSERT INTO AdditionalParameters (TransformationID, ParameterName, ParameterValue) VALUES (1, 'SourceSE', '[''SE-A'']');
INSERT INTO DataFiles (LFN) VALUES ('/vo/dirac/used'), ('/vo/dirac/unused'), ('/vo/dirac/elsewhere');
INSERT INTO TransformationFiles (TransformationID, FileID, Status, TaskID, UsedSE, LastUpdate, InsertedTime) VALUES
  (1, 1, 'Processed', 1, 'SE-A', '2026-01-02 03:05:00', '2026-01-02 03:04:30'),
  (1, 2, 'Unused', NULL, 'Unknown', '2026-01-02 03:05:00', '2026-01-02 03:04:30');
INSERT INTO TransformationTasks (TransformationID, ExternalStatus, ExternalID, TargetSE, CreationTime, LastUpdateTime)
  VALUES (1, 'Done', '4711', 'SE-A', '2026-01-02 03:05:00', '2026-01-02 03:05:00');
INSERT INTO TransformationFileTasks VALUES (1, 1, 1);
INSERT INTO TaskInputs VALUES (1, 1, '/vo/dirac/used');
