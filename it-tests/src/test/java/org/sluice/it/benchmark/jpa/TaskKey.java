package org.sluice.it.benchmark.jpa;

import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;

/** A task's number within its transformation. */
@Embeddable
record TaskKey(@Column(name = "TransformationID") int transformation, @Column(name = "TaskID") int task) {}
