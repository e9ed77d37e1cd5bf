package org.sluice.routes.stomp;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.server.JournalType;
import org.apache.activemq.artemis.core.server.Queue;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;

/**
 * An ActiveMQ Artemis broker in this process that speaks STOMP on the loopback interface. It keeps its port and its
 * persistent messages over {@link #stop()} and {@link #start()}.
 */
final class EmbeddedBroker implements AutoCloseable {

    private final int port;
    private final Path directory;
    private final String tls;
    private Optional<EmbeddedActiveMQ> server = Optional.empty();

    private EmbeddedBroker(int port, Path directory, String tls) {
        this.port = port;
        this.directory = directory;
        this.tls = tls;
    }

    /** A broker that has its port, but was not started. */
    static EmbeddedBroker create() throws IOException {
        return new EmbeddedBroker(freePort(), Files.createTempDirectory("stomp-broker"), "");
    }

    /** A broker, not started, that encrypts with the key in a PKCS 12 file. */
    static EmbeddedBroker withTls(Path keys, String password) throws IOException {
        String options = ";sslEnabled=true;keyStoreType=PKCS12;keyStorePath=" + keys + ";keyStorePassword=" + password;
        return new EmbeddedBroker(freePort(), Files.createTempDirectory("stomp-broker"), options);
    }

    static EmbeddedBroker started() throws Exception {
        EmbeddedBroker broker = create();
        broker.start();
        return broker;
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    String url() {
        return (tls.isEmpty() ? "tcp" : "ssl") + "://127.0.0.1:" + port;
    }

    void start() throws Exception {
        Configuration configuration = new ConfigurationImpl()
                .setSecurityEnabled(false)
                .setPersistenceEnabled(true)
                .setJournalType(JournalType.NIO)
                .setJournalDirectory(directory.resolve("journal").toString())
                .setBindingsDirectory(directory.resolve("bindings").toString())
                .setLargeMessagesDirectory(directory.resolve("large").toString())
                .setPagingDirectory(directory.resolve("paging").toString())
                .setJournalFileSize(4 * 1024 * 1024)
                .setJournalMinFiles(2)
                .setMaxDiskUsage(-1)
                .addAcceptorConfiguration(
                        "stomp",
                        "tcp://127.0.0.1:" + port + "?protocols=STOMP;anycastPrefix=/queue/;multicastPrefix=/topic/"
                                + tls)
                .addAddressSetting(
                        "#", new AddressSettings().setAutoDeleteQueues(false).setAutoDeleteAddresses(false));
        EmbeddedActiveMQ started = new EmbeddedActiveMQ().setConfiguration(configuration);
        started.start();
        server = Optional.of(started);
    }

    void stop() throws Exception {
        if (server.isPresent()) {
            server.get().stop();
            server = Optional.empty();
        }
    }

    /** Messages of a queue, those delivered and not yet acknowledged among them. */
    long messages(String queue) {
        return queue(queue).map(Queue::getMessageCount).orElse(0L);
    }

    /** Messages of a queue delivered and not yet acknowledged. */
    int delivering(String queue) {
        return queue(queue).map(Queue::getDeliveringCount).orElse(0);
    }

    /** Messages of a queue that were acknowledged. */
    long acknowledged(String queue) {
        return queue(queue).map(Queue::getMessagesAcknowledged).orElse(0L);
    }

    int consumers(String queue) {
        return queue(queue).map(Queue::getConsumerCount).orElse(0);
    }

    /** STOMP connections that are open. */
    int connections() {
        return server.orElseThrow().getActiveMQServer().getConnectionCount();
    }

    private Optional<Queue> queue(String name) {
        return server.map(running -> running.getActiveMQServer().locateQueue(name));
    }

    @Override
    public void close() {
        try {
            stop();
            delete();
        } catch (Exception e) {
            throw new IllegalStateException("The broker at " + url() + " does not stop", e);
        }
    }

    private void delete() throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
