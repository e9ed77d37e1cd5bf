-- What installations of DIRAC were seen to hold, on top of made-by-dirac.sql.
INSERT INTO Transformations (TransformationID, TransformationName, Author, AuthorGroup, Type, Plugin, AgentType, Status, GroupSize) VALUES
  (10, 'twin', 'dirac', 'prod', 'DataReprocessing', 'Standard', 'Automatic', 'Active', 1),
  (11, 'twin', 'dirac', 'prod', 'DataReprocessing', 'Standard', 'Automatic', 'Active', 1.5),
  (12, 'floats as text', 'dirac', 'prod', 'DataReprocessing', 'Standard', 'Automatic', 'Active', 1),
  (13, 'list of one', 'dirac', 'prod', 'DataReprocessing', 'Standard', 'Automatic', 'Active', 1),
  (14, 'dict that eval reads', 'dirac', 'prod', 'DataReprocessing', 'Standard', 'Automatic', 'Active', 1),
  (15, 'not an int', 'dirac', 'prod', 'DataReprocessing', 'Standard', 'Automatic', 'Active', 1),
  (16, 'not a literal', 'dirac', 'prod', 'DataReprocessing', 'Standard', 'Automatic', 'Active', 1),
  (17, 'condition dropped', 'dirac', 'prod', 'DataReprocessing', 'Standard', 'Automatic', 'Active', 1),
  (18, 'unknown status', 'dirac', 'prod', 'DataReprocessing', 'Standard', 'Automatic', 'Frozen', 1),
  (19, 'unknown operator', 'dirac', 'prod', 'DataReprocessing', 'Standard', 'Automatic', 'Active', 1);
INSERT INTO TransformationMetaQueries VALUES
  (10, 'Level', '10', 'Integer', 'Input'),
  (11, 'Level', '11', 'Integer', 'Input'), (11, 'Out', 'x', 'String', 'Output'),
  (12, 'Energy', '2.50', 'String', 'Input'),
  (13, 'Site', 'LaPalma;;;', 'String', 'Input'),
  (14, 'Energy', '{''>='': 1.5, "<": 2e3}', 'Dict', 'Input'),
  (15, 'Level', 'many;;;few', 'Integer', 'Input'),
  (16, 'Level', '__import__(''os'')', 'Dict', 'Input'),
  (17, 'Site', 'Paranal', 'String', 'Input'),
  (19, 'Level', '{''between'': 3}', 'Dict', 'Input');
INSERT INTO DataFiles (LFN) VALUES ('/vo/Case'), ('/vo/blank '), ('/vo/café');
