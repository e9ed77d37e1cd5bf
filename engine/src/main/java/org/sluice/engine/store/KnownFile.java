package org.sluice.engine.store;

/**
 * A file of a transformation and its place among the transformation's files.
 *
 * @param liveTask the task it was put into last, if that may still work on it; 0 for none
 * @param isBegun whether somebody has begun with that task
 */
public record KnownFile(long position, String lfn, int liveTask, boolean isBegun) {}
