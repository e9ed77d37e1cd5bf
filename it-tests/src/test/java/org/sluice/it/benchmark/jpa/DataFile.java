package org.sluice.it.benchmark.jpa;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** A row of {@code DataFiles}. */
@Entity
@Table(name = "DataFiles")
class DataFile {
    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    @Column(name = "FileID")
    int id;

    @Column(name = "LFN")
    String lfn = "";

    @Column(name = "Status")
    String status = "AprioriGood";

    /** For Hibernate. */
    protected DataFile() {}

    DataFile(String lfn) {
        this.lfn = lfn;
    }
}
