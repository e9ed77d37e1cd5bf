package org.sluice.engine.store;

/** The stores of one adapter, over the same data. */
public interface Stores {
    TriggerStore store();

    TransformationRegistry registry();

    NoticeOutbox outbox();

    FileLookup lookup();
}
