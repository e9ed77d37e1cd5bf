package org.sluice.persistence;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.jspecify.annotations.Nullable;

/** A row of DIRAC's {@code TransformationMetaQueries}. */
@Entity
@Table(name = "TransformationMetaQueries")
class MetaQueryEntity {
    @Id
    @Column(name = "TransformationID")
    int transformationId;

    @Id
    @Column(name = "MetaDataName")
    @Nullable
    String name;

    @Id
    @Column(name = "QueryType")
    @Nullable
    String queryType;

    @Column(name = "MetaDataValue")
    @Nullable
    String value;

    @Column(name = "MetaDataType")
    @Nullable
    String type;
}
