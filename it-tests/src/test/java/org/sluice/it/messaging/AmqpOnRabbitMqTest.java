package org.sluice.it.messaging;

class AmqpOnRabbitMqTest extends MessagingContract {
    AmqpOnRabbitMqTest() {
        super(Brokers.rabbitMqByAmqp());
    }
}
