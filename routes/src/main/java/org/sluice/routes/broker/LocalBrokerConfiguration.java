package org.sluice.routes.broker;

import java.nio.file.Path;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.server.JournalType;
import org.apache.activemq.artemis.core.settings.impl.AddressFullMessagePolicy;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;

/** How Artemis is set up inside this process. */
final class LocalBrokerConfiguration {
    static final String ACCEPTOR = "stomp";

    private static final int MIB = 1024 * 1024;

    private LocalBrokerConfiguration() {}

    static Configuration of(Path directory, int port) throws Exception {
        Configuration configuration = new ConfigurationImpl()
                .setName("sluice")
                .setPersistenceEnabled(true)
                .setSecurityEnabled(false)
                .setJMXManagementEnabled(false)
                .setScheduledThreadPoolMaxSize(2)
                .setThreadPoolMaxSize(10);
        keepFilesIn(directory, configuration);
        limit(configuration);
        configuration.addAcceptorConfiguration(
                ACCEPTOR, "tcp://127.0.0.1:" + port + "?protocols=STOMP;anycastPrefix=/queue/;multicastPrefix=/topic/");
        configuration.addAddressSetting("#", addresses());
        configuration.registerBrokerPlugin(new EverythingDurable());
        return configuration;
    }

    private static void keepFilesIn(Path directory, Configuration configuration) {
        // NIO: the native library for asynchronous files is not on every machine, and there would be a warning.
        configuration
                .setJournalType(JournalType.NIO)
                .setJournalDirectory(directory.resolve("journal").toString())
                .setBindingsDirectory(directory.resolve("bindings").toString())
                .setPagingDirectory(directory.resolve("paging").toString())
                .setLargeMessagesDirectory(directory.resolve("large-messages").toString())
                .setJournalFileSize(4 * MIB)
                .setJournalMinFiles(2)
                .setJournalPoolFiles(4);
    }

    private static void limit(Configuration configuration) {
        // By default Artemis stops its senders, without a word, on a disk that is 90 % full.
        configuration
                .setMaxDiskUsage(-1)
                .setMinDiskFree(64L * MIB)
                .setGlobalMaxSize(64L * MIB)
                // It would halt the whole process when a disk is slow.
                .setCriticalAnalyzer(false);
    }

    private static AddressSettings addresses() {
        return new AddressSettings()
                .setAutoCreateAddresses(true)
                .setAutoCreateQueues(true)
                .setAutoDeleteAddresses(false)
                .setAutoDeleteQueues(false)
                .setMaxDeliveryAttempts(-1)
                .setRedeliveryDelay(0)
                .setNoExpiry(true)
                .setAddressFullMessagePolicy(AddressFullMessagePolicy.PAGE)
                .setMaxSizeBytes(32L * MIB)
                .setPageSizeBytes(2 * MIB);
    }
}
