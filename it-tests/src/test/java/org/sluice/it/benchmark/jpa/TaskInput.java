package org.sluice.it.benchmark.jpa;

import jakarta.persistence.Column;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import org.jspecify.annotations.Nullable;

/** A row of {@code TaskInputs}: the LFNs of a task. */
@Entity
@Table(name = "TaskInputs")
class TaskInput {
    @EmbeddedId
    @Nullable
    TaskKey key;

    @Column(name = "InputVector")
    String lfns = "";

    /** For Hibernate. */
    protected TaskInput() {}

    TaskInput(TaskKey key, String lfns) {
        this.key = key;
        this.lfns = lfns;
    }
}
