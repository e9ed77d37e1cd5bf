package org.sluice.routes.mq;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.AsyncEndpoint;
import org.apache.camel.Category;
import org.apache.camel.MultipleConsumersSupport;
import org.apache.camel.Processor;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.DefaultEndpoint;
import org.sluice.config.mq.MqUri;

/** A queue or topic as beginning or end of a route. */
@UriEndpoint(
        firstVersion = "0.1.0",
        scheme = "mq",
        title = "Message queues by mqURI",
        syntax = "mq:mqUri",
        category = {Category.MESSAGING})
public final class MqEndpoint extends DefaultEndpoint implements AsyncEndpoint, MultipleConsumersSupport {

    @UriPath(description = "The queue or topic, service::Queues::name or service::Topics::name")
    @Metadata(required = true)
    private final MqUri mqUri;

    @UriParam(description = "How many messages may be in the route at once, instead of what the configuration says")
    private OptionalInt prefetch = OptionalInt.empty();

    private final List<MqConsumer> consumers = new CopyOnWriteArrayList<>();

    MqEndpoint(String uri, MqComponent component, MqUri mqUri) {
        super(uri, component);
        this.mqUri = mqUri;
    }

    @Override
    public MqComponent getComponent() {
        return (MqComponent) super.getComponent();
    }

    /** Where messages come from or go to. */
    public MqUri getMqUri() {
        return mqUri;
    }

    /** How many messages may be in the route at once, where that is not left to the configuration. */
    OptionalInt prefetch() {
        return prefetch;
    }

    /** Sets how many messages may be in the route at once, instead of what the configuration says. */
    public void setPrefetch(int prefetch) {
        if (prefetch < 1) {
            throw new IllegalArgumentException("prefetch of " + mqUri + " is " + prefetch + "; at least 1 is needed");
        }
        this.prefetch = OptionalInt.of(prefetch);
    }

    /** What keeps messages from coming to the routes that begin here, as a sentence; empty while nothing is known to. */
    public Optional<String> problem() {
        return consumers.stream()
                .flatMap(consumer -> consumer.problem().stream())
                .findFirst();
    }

    /** Whether the broker delivers to the routes that begin here; false where there is none. */
    public boolean isSubscribed() {
        return !consumers.isEmpty() && consumers.stream().allMatch(MqConsumer::isSubscribed);
    }

    void forget(MqConsumer consumer) {
        consumers.remove(consumer);
    }

    @Override
    public org.apache.camel.Producer createProducer() {
        return new MqProducer(this);
    }

    @Override
    public org.apache.camel.Consumer createConsumer(Processor processor) throws Exception {
        MqConsumer consumer = new MqConsumer(this, processor);
        configureConsumer(consumer);
        consumers.add(consumer);
        return consumer;
    }

    /** True: consumers of a queue share its messages, and of a topic each gets them all. */
    @Override
    public boolean isMultipleConsumersSupported() {
        return true;
    }
}
