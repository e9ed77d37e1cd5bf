package org.sluice.engine.trigger;

/**
 * A file that began or ceased to wait in a transformation, or that waits elsewhere than before.
 *
 * @param waits whether its row has a status that can be grouped
 */
record WaitChange(int transformationId, String lfn, boolean waits) {}
