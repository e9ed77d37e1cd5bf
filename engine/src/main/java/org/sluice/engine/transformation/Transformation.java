package org.sluice.engine.transformation;

import java.time.Instant;

/**
 * A transformation as the database has it.
 *
 * @param id the {@code TransformationID}
 * @param author who made it
 */
public record Transformation(
        int id, TransformationDefinition definition, Author author, Instant creationDate, Instant lastUpdate) {

    /** A person: name, distinguished name and group; empty text where unknown. */
    public record Author(String name, String dn, String group) {}
}
