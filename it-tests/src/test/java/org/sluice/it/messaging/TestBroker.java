package org.sluice.it.messaging;

/** A broker, spoken to in one protocol, that can be looked into and killed. */
interface TestBroker {

    /** The words for {@code MQType}. */
    String type();

    int port();

    /** How many clients are connected. */
    int connections();

    /** How many messages a queue holds, those included that a consumer has and has not acknowledged. */
    long depth(String queue);

    void kill();

    /** On the same port, with its data. */
    void startAgain();
}
