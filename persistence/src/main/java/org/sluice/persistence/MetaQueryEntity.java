package org.sluice.persistence;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import org.jspecify.annotations.Nullable;

/** A row of DIRAC's {@code TransformationMetaQueries}. */
@Entity
@IdClass(MetaQueryEntity.Key.class)
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

    /** A transformation has one row a name and query. */
    record Key(int transformationId, String name, String queryType) {}
}
