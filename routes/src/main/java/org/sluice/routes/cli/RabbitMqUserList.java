package org.sluice.routes.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.sluice.routes.rabbitmq.BrokerUser;
import org.sluice.routes.rabbitmq.Management;
import picocli.CommandLine.Command;

/** All users. */
@Command(name = "list", description = "List the users of RabbitMQ's internal database.")
final class RabbitMqUserList extends RabbitMqListing<BrokerUser> {
    RabbitMqUserList(Terminal terminal) {
        super(terminal);
    }

    @Override
    List<BrokerUser> entries(Management management) {
        return management.users().stream()
                .sorted(Comparator.comparing(BrokerUser::name))
                .toList();
    }

    @Override
    void add(BrokerUser user, ArrayNode array) {
        ObjectNode json = array.addObject().put("name", user.name()).put("password", user.hasPassword());
        ArrayNode tags = json.putArray("tags");
        user.tags().stream().sorted().forEach(tags::add);
    }

    @Override
    Table headings() {
        return Table.of("Name", "Logs in by", "Tags");
    }

    @Override
    void add(BrokerUser user, Table table) {
        table.row(
                user.name(),
                user.hasPassword() ? "password" : "certificate",
                user.tags().stream().sorted().collect(Collectors.joining(", ")));
    }
}
