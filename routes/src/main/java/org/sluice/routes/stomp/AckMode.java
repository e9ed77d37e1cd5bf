package org.sluice.routes.stomp;

/** Who acknowledges messages: STOMP's {@code ack} header of a subscription. */
public enum AckMode {

    /** The consumer acknowledges every message by itself, when its exchange is complete. */
    CLIENT_INDIVIDUAL("client-individual"),

    /** The broker takes a message for acknowledged as soon as it is sent: at most once. camel-stomp knows only this. */
    AUTO("auto");

    private final String header;

    AckMode(String header) {
        this.header = header;
    }

    String header() {
        return header;
    }
}
