package org.sluice.it.benchmark.jpa;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.zaxxer.hikari.HikariDataSource;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.PersistenceConfiguration;
import java.io.IOException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/** Stores the rows of a one-file task for each event, one transaction each. Thread-safe. */
final class RowSets implements AutoCloseable {
    private final ObjectMapper json = new ObjectMapper();
    private final HikariDataSource connections = new HikariDataSource();
    private final EntityManagerFactory entities;

    RowSets(String jdbcUrl) {
        connections.setJdbcUrl(jdbcUrl);
        this.entities = new PersistenceConfiguration("rows")
                .managedClass(Transformation.class)
                .managedClass(DataFile.class)
                .managedClass(Attachment.class)
                .managedClass(Task.class)
                .managedClass(FileOfTask.class)
                .managedClass(TaskInput.class)
                .property("jakarta.persistence.nonJtaDataSource", connections)
                .createEntityManagerFactory();
    }

    /** Stores and commits what an event asks for. */
    void store(byte[] message) throws IOException {
        JsonNode event = json.readTree(message);
        entities.runInTransaction(rows -> store(event, rows));
    }

    private static void store(JsonNode event, EntityManager rows) {
        String lfn = event.path("lfn").asText();
        String se = event.path("replicas").path(0).asText();
        int channel = event.path("metadata").path("Channel").asInt();
        LocalDateTime now = LocalDateTime.now(ZoneOffset.UTC);
        Transformation transformation = rows.createQuery(
                        "from Transformation where name = :name and status = 'Active'", Transformation.class)
                .setParameter("name", "channel " + channel)
                .getSingleResult();
        int number = rows.createQuery(
                        "select coalesce(max(key.task), 0) + 1 from Task where key.transformation = :id", Integer.class)
                .setParameter("id", transformation.id)
                .getSingleResult();
        TaskKey task = new TaskKey(transformation.id, number);
        DataFile file = new DataFile(lfn);
        rows.persist(file);
        rows.persist(new Attachment(transformation.id, file.id, number, se, now));
        rows.persist(new Task(task, se, now));
        rows.persist(new FileOfTask(transformation.id, file.id, number));
        rows.persist(new TaskInput(task, lfn));
    }

    @Override
    public void close() {
        entities.close();
        connections.close();
    }
}
