package org.sluice.persistence;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import org.jspecify.annotations.Nullable;

/** A row of DIRAC's {@code AdditionalParameters}. */
@Entity
@IdClass(ParameterEntity.Key.class)
@Table(name = "AdditionalParameters")
class ParameterEntity {
    @Id
    @Column(name = "TransformationID")
    int transformationId;

    @Id
    @Column(name = "ParameterName")
    @Nullable
    String name;

    @Column(name = "ParameterValue")
    @Nullable
    String value;

    /** A transformation has one row a name. */
    record Key(int transformationId, String name) {}
}
