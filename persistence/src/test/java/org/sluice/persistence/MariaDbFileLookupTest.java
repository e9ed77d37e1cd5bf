package org.sluice.persistence;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.sluice.engine.store.FileLookup;
import org.sluice.engine.store.FileLookupContract;
import org.sluice.engine.store.NoticeOutbox;
import org.sluice.engine.store.TransformationRegistry;
import org.sluice.engine.store.TriggerStore;

class MariaDbFileLookupTest extends FileLookupContract {
    private static TestDatabase database;

    @BeforeAll
    static void open() {
        database = TestDatabase.mariaDb();
    }

    @AfterAll
    static void close() {
        database.close();
    }

    @BeforeEach
    void begin() {
        database.begin(clock);
    }

    @Override
    protected TriggerStore store() {
        return database.store();
    }

    @Override
    protected TransformationRegistry registry() {
        return database.registry();
    }

    @Override
    protected NoticeOutbox outbox() {
        return database.outbox();
    }

    @Override
    protected FileLookup lookup() {
        return database.database().fileLookup();
    }
}
