package org.sluice.it.benchmark.jpa;

import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import org.jspecify.annotations.Nullable;

/** A row of {@code TransformationFileTasks}. */
@Entity
@Table(name = "TransformationFileTasks")
class FileOfTask {
    @EmbeddedId
    @Nullable
    Key key;

    /** For Hibernate. */
    protected FileOfTask() {}

    FileOfTask(int transformation, int file, int task) {
        this.key = new Key(transformation, file, task);
    }

    /** All of the row. */
    @Embeddable
    record Key(
            @Column(name = "TransformationID") int transformation,
            @Column(name = "FileID") int file,
            @Column(name = "TaskID") int task) {}
}
