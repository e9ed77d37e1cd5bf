package org.sluice.persistence;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.LocalDateTime;
import org.hibernate.annotations.ColumnTransformer;
import org.hibernate.annotations.DynamicUpdate;
import org.jspecify.annotations.Nullable;

/** A row of DIRAC's {@code Transformations}. Only columns that changed are written: DIRAC's clients write others. */
@Entity
@DynamicUpdate
@Table(name = "Transformations")
class TransformationEntity {
    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    @Column(name = "TransformationID")
    @Nullable
    Integer id;

    @Column(name = "TransformationName")
    @Nullable
    String name;

    @Column(name = "Description")
    @Nullable
    String description;

    @Column(name = "LongDescription")
    @Nullable
    String longDescription;

    @Column(name = "CreationDate")
    @Nullable
    LocalDateTime creationDate;

    @Column(name = "LastUpdate")
    @Nullable
    LocalDateTime lastUpdate;

    @Column(name = "Author")
    @Nullable
    String author;

    @Column(name = "AuthorDN")
    @Nullable
    String authorDn;

    @Column(name = "AuthorGroup")
    @Nullable
    String authorGroup;

    @Column(name = "Type")
    @Nullable
    String type;

    @Column(name = "Plugin")
    @Nullable
    String plugin;

    @Column(name = "AgentType")
    @Nullable
    String agentType;

    @Column(name = "Status")
    @Nullable
    String status;

    @Column(name = "FileMask")
    @Nullable
    String fileMask;

    @Column(name = "TransformationGroup")
    @Nullable
    String transformationGroup;

    @Column(name = "TransformationFamily")
    @Nullable
    String transformationFamily;

    /** MariaDB writes a FLOAT with six digits into a text result; as a DOUBLE it comes whole. */
    @Column(name = "GroupSize")
    @ColumnTransformer(read = "GroupSize * 1e0")
    double groupSize;

    @Column(name = "InheritedFrom")
    @Nullable
    Integer inheritedFrom;

    @Column(name = "Body")
    @Nullable
    String body;

    @Column(name = "MaxNumberOfTasks")
    int maxNumberOfTasks;

    @Column(name = "EventsPerTask")
    int eventsPerTask;
}
