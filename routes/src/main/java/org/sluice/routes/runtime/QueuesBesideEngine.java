package org.sluice.routes.runtime;

import java.nio.file.Path;
import org.sluice.config.Configuration;
import org.sluice.config.EngineSettings;
import org.sluice.config.cfg.ConfigException;
import org.sluice.config.cfg.Problem;
import org.sluice.config.mq.EmbeddedBroker;
import org.sluice.config.mq.MqDestination;
import org.sluice.config.mq.MqUri;
import org.sluice.routes.broker.LocalBroker;

/**
 * The queues of a configuration as another process than the engine's finds them: where the port of the embedded broker was
 * left open, it is the one that the running engine took.
 */
public final class QueuesBesideEngine {
    private QueuesBesideEngine() {}

    /**
     * The destination of that name.
     *
     * @throws ConfigException if there is none, or its broker is the embedded one of an engine that does not run
     */
    public static MqDestination resolve(Configuration configuration, MqUri uri) {
        MqDestination destination = configuration.queues().resolve(uri);
        EngineSettings settings = configuration.engine();
        if (!uri.service().equals(EmbeddedBroker.SERVICE) || settings.embeddedBrokerPort() != 0) {
            return destination;
        }
        Path directory = EngineRuntime.brokerDirectory(settings);
        return LocalBroker.portOf(directory)
                .map(port -> destination.at(destination.service().onPort(port)))
                .orElseThrow(() -> new ConfigException(Problem.error("EmbeddedBrokerPort is 0, and no engine runs on "
                        + directory.toAbsolutePath() + " of which the port could be learnt. Start one with 'sluice run'"
                        + " first, or set a port.")));
    }
}
