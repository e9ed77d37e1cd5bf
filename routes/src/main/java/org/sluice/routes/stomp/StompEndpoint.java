package org.sluice.routes.stomp;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.AsyncEndpoint;
import org.apache.camel.CamelContext;
import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.MultipleConsumersSupport;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.EndpointServiceLocation;
import org.apache.camel.spi.HeaderFilterStrategy;
import org.apache.camel.spi.HeaderFilterStrategyAware;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.DefaultEndpoint;
import org.apache.camel.support.DefaultHeaderFilterStrategy;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.sluice.routes.tls.PemTls;
import org.sluice.routes.tls.TlsContext;
import org.sluice.routes.tls.TlsSource;

/** A destination at a STOMP broker. Consumers acknowledge when their exchange completes; producers wait for receipts. */
@UriEndpoint(
        firstVersion = "0.1.0",
        scheme = "stomp",
        title = "Stomp",
        syntax = "stomp:destination",
        category = {Category.MESSAGING})
public class StompEndpoint extends DefaultEndpoint
        implements AsyncEndpoint, HeaderFilterStrategyAware, EndpointServiceLocation, MultipleConsumersSupport {

    @UriPath(description = "The destination, as /queue/NAME or /topic/NAME")
    @Metadata(required = true)
    private final String destination;

    @UriParam
    private final StompConfiguration configuration;

    @UriParam(label = "advanced")
    private HeaderFilterStrategy headerFilterStrategy = new DefaultHeaderFilterStrategy();

    private final List<StompConsumer> consumers = new CopyOnWriteArrayList<>();

    StompEndpoint(String uri, StompComponent component, StompConfiguration configuration, String destination) {
        super(uri, component);
        this.configuration = configuration;
        this.destination = destination;
    }

    @Override
    public StompComponent getComponent() {
        return (StompComponent) super.getComponent();
    }

    /** The options of this endpoint; changes take effect with the next start of a consumer or producer. */
    public StompConfiguration getConfiguration() {
        return configuration;
    }

    /** The destination as the broker is told it. */
    public String getDestination() {
        return destination;
    }

    @Override
    public Producer createProducer() {
        return new StompProducer(this);
    }

    @Override
    public Consumer createConsumer(Processor processor) throws Exception {
        if (configuration.isDurable() && configuration.getSubscriptionId().isEmpty()) {
            throw new IllegalArgumentException("The durable subscription to " + destination
                    + " needs a subscriptionId, by which the broker knows it again");
        }
        StompConsumer consumer = new StompConsumer(this, processor);
        configureConsumer(consumer);
        consumers.add(consumer);
        return consumer;
    }

    /** True: every consumer has a connection and a subscription of its own, so that they share the messages of a queue. */
    @Override
    public boolean isMultipleConsumersSupported() {
        return true;
    }

    void forget(StompConsumer consumer) {
        consumers.remove(consumer);
    }

    /** The state of the connections of this endpoint's started consumers; safe to call from any thread. */
    public List<StompConnectionState> connectionStates() {
        return consumers.stream()
                .flatMap(consumer -> consumer.connectionState().stream())
                .toList();
    }

    ConnectionSettings settings() {
        return ConnectionSettings.of(
                configuration, configuration.sslContextParameters().map(this::source));
    }

    private TlsSource source(SSLContextParameters parameters) {
        return parameters instanceof PemTls pem ? pem : new CamelTls(parameters, getCamelContext());
    }

    /** Equal where the parameters are, so that producers can be seen to have the same settings. */
    private record CamelTls(SSLContextParameters parameters, CamelContext camel) implements TlsSource {
        @Override
        public TlsContext context() throws IOException, GeneralSecurityException {
            return new TlsContext(parameters.createSSLContext(camel), Optional.empty());
        }
    }

    /** The headers of a SUBSCRIBE frame. */
    Map<String, String> subscribeHeaders(String subscription) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("id", subscription);
        headers.put("destination", destination);
        headers.put("ack", configuration.getAckMode().header());
        if (configuration.getPrefetch() > 0 && configuration.getAckMode() == AckMode.CLIENT_INDIVIDUAL) {
            headers.put("prefetch-count", Integer.toString(configuration.getPrefetch()));
        }
        if (configuration.getConsumerWindowSize() != 0) {
            headers.put("consumer-window-size", Integer.toString(configuration.getConsumerWindowSize()));
        }
        if (configuration.isDurable()) {
            // RabbitMQ knows the first two, ActiveMQ Artemis the third, ActiveMQ Classic the last.
            headers.put("durable", "true");
            headers.put("auto-delete", "false");
            headers.put("durable-subscription-name", subscription);
            headers.put("activemq.subscriptionName", subscription);
        }
        putCustom(headers);
        headers.putAll(configuration.subscribeHeaders());
        return headers;
    }

    private void putCustom(Map<String, String> headers) {
        configuration.getCustomHeaders().forEach((name, value) -> headers.put(name.toString(), value.toString()));
    }

    @Override
    public String getServiceUrl() {
        return configuration.getBrokerURL();
    }

    @Override
    public String getServiceProtocol() {
        return "stomp";
    }

    @Override
    public Map<String, String> getServiceMetadata() {
        return configuration.getLogin().isEmpty() ? Map.of() : Map.of("username", configuration.getLogin());
    }

    @Override
    public HeaderFilterStrategy getHeaderFilterStrategy() {
        return headerFilterStrategy;
    }

    @Override
    public void setHeaderFilterStrategy(HeaderFilterStrategy headerFilterStrategy) {
        this.headerFilterStrategy = headerFilterStrategy;
    }
}
