package org.sluice.routes.rabbitmq;

/** RabbitMQ's management could not do what it was asked; the message says why and what to do, for a person. */
public final class ManagementException extends RuntimeException {
    ManagementException(String message) {
        super(message);
    }

    ManagementException(String message, Throwable cause) {
        super(message, cause);
    }
}
