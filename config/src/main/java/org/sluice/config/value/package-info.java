/**
 * What the text of an option means: numbers, durations, lists, yes or no, references and secrets.
 *
 * <p>{@link org.sluice.config.value.SectionReader} reads the options of one section; whatever is wrong goes, with its
 * place, to {@link org.sluice.config.value.Reading}, so that all mistakes are found in one go.
 */
@NullMarked
package org.sluice.config.value;

import org.jspecify.annotations.NullMarked;
