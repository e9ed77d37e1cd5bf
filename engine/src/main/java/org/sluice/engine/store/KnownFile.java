package org.sluice.engine.store;

/**
 * A file of a transformation and its place among the transformation's files.
 *
 * @param lastTask the task it was put into last; 0 for none
 */
public record KnownFile(long position, String lfn, int lastTask) {}
