package org.sluice.engine.store;

/**
 * How much waits in a lane, as far as Sluice was told.
 *
 * @param position its place in the order of the transformation's lanes; 0 where it has none yet
 * @param bytes sizes that are known, added up
 */
public record LaneLoad(LaneKey key, long position, long files, long bytes) {}
