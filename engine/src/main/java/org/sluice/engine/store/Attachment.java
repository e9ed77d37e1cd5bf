package org.sluice.engine.store;

/** A file that is given to a transformation. */
public record Attachment(int transformationId, String lfn) {}
