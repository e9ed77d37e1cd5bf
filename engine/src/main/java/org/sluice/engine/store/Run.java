package org.sluice.engine.store;

/**
 * The files that have one value of one metadata name.
 *
 * @param key the metadata name
 * @param value a text that is the same for equal values, at most 64 characters of ASCII
 */
public record Run(String key, String value) {}
