package org.sluice.engine.filter;

/**
 * A row of DIRAC's table {@code TransformationMetaQueries}.
 *
 * @param name {@code MetaDataName}, at most 255 characters
 * @param value {@code MetaDataValue}: a text, a whole number, several of either joined by {@code ;;;}, or a Python literal
 * @param type {@code MetaDataType}: {@code String}, {@code Integer} or {@code Dict}
 */
public record StoredCondition(String name, String value, String type) {}
