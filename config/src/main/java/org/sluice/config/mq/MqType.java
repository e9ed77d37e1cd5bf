package org.sluice.config.mq;

/** The protocol that a service speaks, as {@code MQType} names it. */
public enum MqType {
    /** STOMP 1.1 or 1.2. */
    STOMP("Stomp", 61613, 61614),
    /** AMQP 0-9-1. */
    RABBITMQ("RabbitMQ", 5672, 5671);

    private final String word;
    private final int port;
    private final int tlsPort;

    MqType(String word, int port, int tlsPort) {
        this.word = word;
        this.port = port;
        this.tlsPort = tlsPort;
    }

    /** The word in the configuration. */
    public String word() {
        return word;
    }

    /** The port where the configuration names none. */
    public int defaultPort(boolean tls) {
        return tls ? tlsPort : port;
    }
}
