-- Files of DIRAC's are found by their LFN: a row of SluiceFiles is written once, before the file has a FileID.

ALTER TABLE SluiceFiles DROP COLUMN IF EXISTS FileID;
