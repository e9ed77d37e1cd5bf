package org.sluice.it.benchmark.jpa;

import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.time.LocalDateTime;
import org.jspecify.annotations.Nullable;

/** A row of {@code TransformationFiles}: a file that is given to a task. */
@Entity
@Table(name = "TransformationFiles")
class Attachment {
    @EmbeddedId
    @Nullable
    Key key;

    @Column(name = "Status")
    String status = "Assigned";

    @Column(name = "ErrorCount")
    int errors;

    @Column(name = "TaskID")
    int task;

    @Column(name = "UsedSE")
    String usedSe = "Unknown";

    @Column(name = "LastUpdate")
    @Nullable
    LocalDateTime updated;

    @Column(name = "InsertedTime")
    @Nullable
    LocalDateTime inserted;

    /** For Hibernate. */
    protected Attachment() {}

    Attachment(int transformation, int file, int task, String usedSe, LocalDateTime now) {
        this.key = new Key(transformation, file);
        this.task = task;
        this.usedSe = usedSe;
        this.updated = now;
        this.inserted = now;
    }

    /** A file is attached once to a transformation. */
    @Embeddable
    record Key(@Column(name = "TransformationID") int transformation, @Column(name = "FileID") int file) {}
}
