package org.sluice.routes.stomp;

/** What becomes of a message whose exchange failed. Only meaningful with acknowledgements sent by the client. */
public enum OnFailure {

    /**
     * The broker shall deliver the message again. RabbitMQ gets a NACK, which requeues; for every other broker the
     * connection is closed and opened again, upon which it delivers all that was not acknowledged: ActiveMQ Artemis takes a
     * NACK for an acknowledgement and deletes the message. Happens after {@code redeliveryDelay}, so that a message which
     * always fails does not spin.
     */
    REDELIVER,

    /** A NACK at once, whatever the broker makes of it. RabbitMQ requeues; ActiveMQ Artemis deletes the message. */
    NACK,

    /** A NACK with {@code requeue:false}: RabbitMQ dead-letters the message, or drops it where no dead-letter exchange is. */
    REJECT,

    /**
     * Neither: the message stays with this connection until that ends, and takes one place of the prefetch until then.
     */
    LEAVE,

    /** Acknowledged all the same: the message is lost unless the route kept it. This is what camel-stomp does. */
    ACK
}
