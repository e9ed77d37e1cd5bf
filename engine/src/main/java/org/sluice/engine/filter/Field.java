package org.sluice.engine.filter;

/** A name read as a type: what has to be known of a file to evaluate a condition. */
record Field(String name, FieldType type) {}
