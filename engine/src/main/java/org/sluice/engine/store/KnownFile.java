package org.sluice.engine.store;

/** A file and its place in the order of first mention. */
public record KnownFile(long position, String lfn) {}
