package org.sluice.it.messaging;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Executor;
import org.sluice.it.server.RabbitMqServer;
import org.sluice.it.server.Servers;
import org.sluice.routes.broker.LocalBroker;

/** The brokers of these tests: not shared with others, since they are killed. */
final class Brokers {
    private Brokers() {}

    /** As many threads as are asked for; those of the JVM's common pool are few, and are not to be blocked. */
    static Executor threads() {
        return task -> {
            Thread thread = new Thread(task, "test");
            thread.setDaemon(true);
            thread.start();
        };
    }

    static RabbitMqServer rabbitMq() {
        return RabbitMq.SERVER;
    }

    static TestBroker rabbitMqByAmqp() {
        return new OnRabbitMq("RabbitMQ", rabbitMq().amqpPort());
    }

    static TestBroker rabbitMqByStomp() {
        return new OnRabbitMq("Stomp", rabbitMq().stompPort());
    }

    static TestBroker artemis() {
        return Artemis.BROKER;
    }

    private static final class RabbitMq {
        static final RabbitMqServer SERVER = RabbitMqServer.start(Servers.folder("messaging-rabbitmq"));
    }

    private record OnRabbitMq(String type, int port) implements TestBroker {
        @Override
        public int connections() {
            return rabbitMq().connections();
        }

        @Override
        public long depth(String queue) {
            return rabbitMq().depth(queue);
        }

        @Override
        public void kill() {
            rabbitMq().writeDeclarations();
            rabbitMq().kill();
        }

        @Override
        public void startAgain() {
            rabbitMq().startAgain();
        }
    }

    /** The broker that Sluice brings along, which is ActiveMQ Artemis. */
    private static final class Artemis implements TestBroker {
        static final Artemis BROKER = new Artemis();

        private final Path folder = Servers.folder("messaging-artemis");
        private LocalBroker broker = LocalBroker.start(folder, 0, List.of());
        private final int port = broker.port();

        @Override
        public String type() {
            return "Stomp";
        }

        @Override
        public int port() {
            return port;
        }

        @Override
        public int connections() {
            return broker.connections();
        }

        @Override
        public long depth(String queue) {
            return broker.depth(queue).orElse(0);
        }

        @Override
        public void kill() {
            broker.close();
        }

        @Override
        public void startAgain() {
            broker = LocalBroker.start(folder, port, List.of());
        }
    }
}
