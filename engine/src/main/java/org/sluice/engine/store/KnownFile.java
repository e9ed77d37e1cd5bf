package org.sluice.engine.store;

/** A file of a transformation and its place among the transformation's files. */
public record KnownFile(long position, String lfn) {}
