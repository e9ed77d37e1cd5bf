package org.sluice.routes.stomp;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.SSLContextParametersAware;
import org.apache.camel.spi.HeaderFilterStrategy;
import org.apache.camel.spi.ThreadPoolProfile;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.DefaultHeaderFilterStrategy;
import org.apache.camel.support.HeaderFilterStrategyComponent;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.apache.camel.util.PropertiesHelper;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The component {@code stomp:destination?options}. Every consumer has a connection of its own; the producers of one broker
 * and user share one. Each has meters in the context's registry of Micrometer, where there is one. The two kinds never share: RabbitMQ stops reading from a connection that publishes while it is short
 * of memory or disk, and acknowledgements on it would wait behind, without which it never gets its memory back.
 */
@Component("stomp")
public class StompComponent extends HeaderFilterStrategyComponent implements SSLContextParametersAware {

    private static final int IO_THREADS = 2;
    private static final int CALLBACK_THREADS = 32;
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(4);
    private static final Duration SHUTDOWN_PATIENCE = Duration.ofSeconds(2);
    private static final Logger LOG = LoggerFactory.getLogger(StompComponent.class);

    private StompConfiguration configuration = new StompConfiguration();
    private boolean useGlobalSslContextParameters;
    private final Set<StompConnection> connections = ConcurrentHashMap.newKeySet();
    private final Map<ConnectionSettings, Shared> shared = new HashMap<>();
    private @Nullable ExecutorService callbacks;
    private @Nullable Transport transport;
    private @Nullable ConnectionMeters meters;

    /** A component to be given its context by Camel. */
    public StompComponent() {}

    /** A component of this context. */
    public StompComponent(CamelContext context) {
        super(context);
    }

    @Override
    protected void doInit() throws Exception {
        super.doInit();
        if (getHeaderFilterStrategy() == null) {
            DefaultHeaderFilterStrategy strategy = new DefaultHeaderFilterStrategy();
            strategy.setInFilterStartsWith(DefaultHeaderFilterStrategy.CAMEL_FILTER_STARTS_WITH);
            strategy.setOutFilterStartsWith(DefaultHeaderFilterStrategy.CAMEL_FILTER_STARTS_WITH);
            setHeaderFilterStrategy(strategy);
        }
        MeterRegistry registry = getCamelContext().getRegistry().findSingleByType(MeterRegistry.class);
        if (registry != null) {
            meters = new ConnectionMeters(registry);
        }
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        StompConfiguration options = configuration.copy();
        options.setConnectHeaders(headers(options.connectHeaders(), parameters, "connectHeader."));
        options.setSubscribeHeaders(headers(options.subscribeHeaders(), parameters, "subscribeHeader."));
        options.setSendHeaders(headers(options.sendHeaders(), parameters, "sendHeader."));
        StompEndpoint endpoint = new StompEndpoint(uri, this, options, Destinations.fromUri(remaining));
        HeaderFilterStrategy strategy = getHeaderFilterStrategy();
        endpoint.setHeaderFilterStrategy(strategy);
        setProperties(options, parameters);
        setProperties(endpoint, parameters);
        if (options.sslContextParameters().isEmpty()) {
            SSLContextParameters global = retrieveGlobalSslContextParameters();
            if (global != null) {
                options.setSslContextParameters(global);
            }
        }
        return endpoint;
    }

    private static Map<String, String> headers(
            Map<String, String> defaults, Map<String, Object> parameters, String prefix) {
        Map<String, String> headers = new HashMap<>(defaults);
        PropertiesHelper.extractProperties(parameters, prefix)
                .forEach((name, value) -> headers.put(name, String.valueOf(value)));
        return headers;
    }

    @Override
    protected void doStop() throws Exception {
        super.doStop();
        closeConnections();
        Transport old = transport;
        transport = null;
        if (old != null) {
            old.shutDown(SHUTDOWN_PATIENCE);
        }
        ExecutorService executor = callbacks;
        callbacks = null;
        if (executor != null) {
            getCamelContext().getExecutorServiceManager().shutdownNow(executor);
        }
    }

    private void closeConnections() throws InterruptedException {
        CompletableFuture<?>[] closing =
                connections.stream().map(StompConnection::close).toArray(CompletableFuture<?>[]::new);
        try {
            CompletableFuture.allOf(closing).get(CLOSE_PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            LOG.debug("Not all connections took leave of their brokers", e);
        }
        List.copyOf(connections).forEach(this::forget);
    }

    private synchronized Transport transport() {
        Transport current = transport;
        if (current == null) {
            callbacks = getCamelContext()
                    .getExecutorServiceManager()
                    .newThreadPool(this, "StompCallback", callbackThreads());
            current = new Transport(IO_THREADS, callbacks);
            transport = current;
        }
        return current;
    }

    /** Where routes go on after a receipt. */
    Executor callbacks() {
        return transport().blocking();
    }

    private static ThreadPoolProfile callbackThreads() {
        ThreadPoolProfile profile = new ThreadPoolProfile("stompCallback");
        profile.setPoolSize(CALLBACK_THREADS);
        profile.setMaxPoolSize(CALLBACK_THREADS);
        profile.setMaxQueueSize(-1);
        profile.setAllowCoreThreadTimeOut(true);
        profile.setKeepAliveTime(10L);
        return profile;
    }

    // -- connections

    StompConnection connect(String purpose, ConnectionSettings settings, StompConnection.Owner owner) {
        StompConnection connection = new StompConnection(
                purpose, settings, transport(), owner, new ConnectionLog(purpose, settings.maxReconnectDelay()));
        connections.add(connection);
        ConnectionMeters counted = meters;
        if (counted != null) {
            counted.add(connection);
        }
        return connection;
    }

    /** To be called when a connection is closed. */
    void forget(StompConnection connection) {
        connections.remove(connection);
        ConnectionMeters counted = meters;
        if (counted != null) {
            counted.remove(connection);
        }
    }

    private record Shared(StompConnection connection, int users) {}

    StompConnection borrow(ConnectionSettings settings, StompConnection.Owner owner) {
        synchronized (shared) {
            Shared entry = shared.get(settings);
            StompConnection connection = entry != null
                    ? entry.connection
                    : connect("producers to " + settings.brokers().get(0), settings, owner);
            if (entry == null) {
                var unused = connection.open();
            }
            shared.put(settings, new Shared(connection, entry == null ? 1 : entry.users + 1));
            return connection;
        }
    }

    /** Gives a borrowed connection back; the last one to do so closes it. */
    void giveBack(ConnectionSettings settings) {
        synchronized (shared) {
            Shared entry = shared.get(settings);
            if (entry == null) {
                return;
            }
            if (entry.users > 1) {
                shared.put(settings, new Shared(entry.connection, entry.users - 1));
                return;
            }
            shared.remove(settings);
            var unused = entry.connection.close().thenRun(() -> forget(entry.connection));
        }
    }

    /** The state of every connection of this component, at this moment; safe to call from any thread. */
    public List<StompConnectionState> connectionStates() {
        return connections.stream().map(StompConnection::state).collect(Collectors.toUnmodifiableList());
    }

    // -- options

    /** The defaults of all endpoints. */
    public StompConfiguration getConfiguration() {
        return configuration;
    }

    /** Sets the defaults of all endpoints created from now on. */
    public void setConfiguration(StompConfiguration configuration) {
        this.configuration = configuration;
    }

    @Override
    public boolean isUseGlobalSslContextParameters() {
        return useGlobalSslContextParameters;
    }

    @Override
    public void setUseGlobalSslContextParameters(boolean useGlobalSslContextParameters) {
        this.useGlobalSslContextParameters = useGlobalSslContextParameters;
    }

    /** See {@link StompConfiguration#setBrokerURL}. */
    public void setBrokerURL(String brokerURL) {
        configuration.setBrokerURL(brokerURL);
    }

    /** See {@link StompConfiguration#setLogin}. */
    public void setLogin(String login) {
        configuration.setLogin(login);
    }

    /** See {@link StompConfiguration#setPasscode}. */
    public void setPasscode(String passcode) {
        configuration.setPasscode(passcode);
    }

    /** See {@link StompConfiguration#setHost}. */
    public void setHost(String host) {
        configuration.setHost(host);
    }

    /** See {@link StompConfiguration#setVersion}. */
    public void setVersion(String version) {
        configuration.setVersion(version);
    }

    /** See {@link StompConfiguration#setCustomHeaders}. */
    public void setCustomHeaders(Properties customHeaders) {
        configuration.setCustomHeaders(customHeaders);
    }

    /** See {@link StompConfiguration#setSslContextParameters}. */
    public void setSslContextParameters(SSLContextParameters sslContextParameters) {
        configuration.setSslContextParameters(sslContextParameters);
    }
}
