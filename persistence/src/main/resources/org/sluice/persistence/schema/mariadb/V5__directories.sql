-- Metadata of directories, and the work that their changes leave; docs/effects.md, docs/database.md.
-- The path is the primary key: a row is locked without the gap before it, and without an index in between.

CREATE TABLE IF NOT EXISTS `SluiceDirectories` (
  `Directory` VARCHAR(255) NOT NULL,
  `Facts` LONGTEXT,
  PRIMARY KEY (`Directory`)
) ENGINE=InnoDB DEFAULT CHARACTER SET=utf8mb4 COLLATE=utf8mb4_nopad_bin;

CREATE TABLE IF NOT EXISTS `SluiceDirectoryWork` (
  `WorkKey` BIGINT NOT NULL AUTO_INCREMENT,
  `Directory` VARCHAR(255) NOT NULL,
  `Position` VARCHAR(255) NOT NULL,
  PRIMARY KEY (`WorkKey`),
  INDEX `Directory` (`Directory`)
) ENGINE=InnoDB DEFAULT CHARACTER SET=utf8mb4 COLLATE=utf8mb4_nopad_bin;
