package org.sluice.it.benchmark.jpa;

import jakarta.persistence.Column;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.time.LocalDateTime;
import org.jspecify.annotations.Nullable;

/** A row of {@code TransformationTasks}: a task to be submitted. */
@Entity
@Table(name = "TransformationTasks")
class Task {
    @EmbeddedId
    @Nullable
    TaskKey key;

    @Column(name = "ExternalStatus")
    String externalStatus = "Created";

    @Column(name = "ExternalID")
    String externalId = "0";

    @Column(name = "TargetSE")
    String targetSe = "Unknown";

    @Column(name = "CreationTime")
    @Nullable
    LocalDateTime created;

    @Column(name = "LastUpdateTime")
    @Nullable
    LocalDateTime updated;

    /** For Hibernate. */
    protected Task() {}

    Task(TaskKey key, String targetSe, LocalDateTime now) {
        this.key = key;
        this.targetSe = targetSe;
        this.created = now;
        this.updated = now;
    }
}
