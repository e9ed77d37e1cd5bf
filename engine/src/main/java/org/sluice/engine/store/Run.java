package org.sluice.engine.store;

/**
 * The files that have one value of one metadata name.
 *
 * @param key the metadata name, at most 255 characters
 * @param value a text that is the same for equal values, at most 255 characters of three bytes
 */
public record Run(String key, String value) {}
