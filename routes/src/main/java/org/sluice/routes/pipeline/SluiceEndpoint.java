package org.sluice.routes.pipeline;

import org.apache.camel.Component;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.support.DefaultEndpoint;

/** An end of routes at which the engine begins. Public because Camel sets its options by reflection. */
@UriEndpoint(
        scheme = "sluice",
        syntax = "sluice:name",
        title = "Sluice",
        firstVersion = "0.1",
        producerOnly = true,
        remote = false)
public final class SluiceEndpoint extends DefaultEndpoint {
    private final Pipeline pipeline;

    /** The mqURI, or another name, of where the messages come from; the name in the endpoint's URI if not given. */
    @UriParam
    private String source = "";

    SluiceEndpoint(String uri, Component component, Pipeline pipeline) {
        super(uri, component);
        this.pipeline = pipeline;
    }

    /** Where the messages come from, for dead letters and metrics. */
    public String getSource() {
        return source;
    }

    public void setSource(String source) {
        this.source = source;
    }

    @Override
    public Producer createProducer() {
        return new SluiceProducer(this, pipeline);
    }

    @Override
    public Consumer createConsumer(Processor processor) {
        throw new UnsupportedOperationException("The component sluice: cannot be consumed from; "
                + "task notices are in the queue that the option TaskNotices names.");
    }
}
