package org.sluice.it.benchmark.jpa;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.jspecify.annotations.Nullable;

/** A row of {@code Transformations}, as far as it is asked for. */
@Entity
@Table(name = "Transformations")
class Transformation {
    @Id
    @Column(name = "TransformationID")
    int id;

    @Column(name = "TransformationName")
    @Nullable
    String name;

    @Column(name = "Status")
    @Nullable
    String status;
}
