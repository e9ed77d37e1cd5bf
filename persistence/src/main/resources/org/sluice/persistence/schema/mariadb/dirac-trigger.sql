-- DIRAC's numbering of tasks; clients read the number back from @last.
CREATE TRIGGER `TaskID_Generator` BEFORE INSERT ON `TransformationTasks`
FOR EACH ROW SET NEW.`TaskID` = (
  SELECT @last := IFNULL(MAX(`TaskID`) + 1, 1) FROM `TransformationTasks`
  WHERE `TransformationID` = NEW.`TransformationID`
);
