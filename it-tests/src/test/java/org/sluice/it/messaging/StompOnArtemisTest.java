package org.sluice.it.messaging;

class StompOnArtemisTest extends MessagingContract {
    StompOnArtemisTest() {
        super(Brokers.artemis());
    }
}
