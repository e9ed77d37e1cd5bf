package org.sluice.routes.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.List;
import java.util.concurrent.Callable;
import org.sluice.routes.rabbitmq.Management;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A command that lists something of a RabbitMQ server, for a person or as JSON. */
abstract class RabbitMqListing<T> implements Callable<Integer> {
    private final Terminal terminal;

    @Option(names = "--json", description = "Print a JSON array of objects.")
    private boolean asJson;

    @Mixin
    private final BrokerMixin broker = new BrokerMixin();

    RabbitMqListing(Terminal terminal) {
        this.terminal = terminal;
    }

    abstract List<T> entries(Management management);

    abstract void add(T entry, ArrayNode array);

    abstract Table headings();

    abstract void add(T entry, Table table);

    @Override
    public final Integer call() {
        List<T> entries = entries(broker.connect());
        if (asJson) {
            ArrayNode array = Json.array();
            entries.forEach(entry -> add(entry, array));
            terminal.out().println(Json.pretty(array));
        } else {
            Table table = headings();
            entries.forEach(entry -> add(entry, table));
            terminal.out().println(table);
        }
        return 0;
    }
}
