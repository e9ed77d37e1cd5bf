package org.sluice.it.benchmark;

import java.util.Locale;

/** What {@link PipelineBenchmark} measures, in files a second. */
enum Measurement {
    ONE_AMQP("one event a message, AMQP, 1,000 transformations"),
    ONE_STOMP("one event a message, STOMP, 1,000 transformations"),
    DRAIN("bare drain: the same messages, AMQP, rows in bulk"),
    DRAIN_STOMP("bare drain: the same messages, STOMP, rows in bulk"),
    JPA("one event a message, AMQP, plain Camel route with JPA, a row set an event"),
    ARRAYS("100 events a message, AMQP, 1,000 transformations"),
    WRITER("bare bulk writer: 500 files a commit, no queue"),
    WRITER_FEW("bare bulk writer, 10 transformations"),
    WRITER_CROWD("bare bulk writer, 10,000 transformations"),
    FEW("100 events a message, AMQP, 10 transformations"),
    HUNDRED("100 events a message, AMQP, 100 transformations"),
    CROWD("100 events a message, AMQP, 10,000 transformations"),
    AFTER_MILLION("100 events a message, AMQP, 1,000 transformations, 1,000,000 files there");

    private final String words;

    Measurement(String words) {
        this.words = words;
    }

    String words() {
        return words;
    }

    /** As it is named in commands and results. */
    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
