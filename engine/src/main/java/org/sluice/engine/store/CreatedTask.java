package org.sluice.engine.store;

import org.sluice.engine.grouping.PlannedTask;

/** A task and the number that the database gave it, unique within the transformation. */
public record CreatedTask(int transformationId, int taskId, PlannedTask plan) {}
