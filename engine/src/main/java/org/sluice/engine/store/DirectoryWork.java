package org.sluice.engine.store;

/**
 * A directory the files below which are to be matched again.
 *
 * @param key its place in the queue
 * @param position the LFN of the last file that was looked at; empty at the beginning
 */
public record DirectoryWork(long key, String directory, String position) {}
