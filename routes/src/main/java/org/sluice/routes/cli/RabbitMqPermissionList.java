package org.sluice.routes.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sluice.routes.rabbitmq.Management;
import org.sluice.routes.rabbitmq.Permission;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** All permissions. */
@Command(
        name = "list",
        description = "List who may do what where, as regular expressions of the names of queues and exchanges.")
final class RabbitMqPermissionList extends RabbitMqListing<Permission> {
    @Option(names = "--user", paramLabel = "NAME", description = "Those of this user only, given by name or DN.")
    private @Nullable String user;

    RabbitMqPermissionList(Terminal terminal) {
        super(terminal);
    }

    @Override
    List<Permission> entries(Management management) {
        String only = user == null ? null : BrokerMixin.userName(user);
        return management.permissions().stream()
                .filter(permission -> only == null || permission.user().equals(only))
                .sorted(Comparator.comparing(Permission::vhost).thenComparing(Permission::user))
                .toList();
    }

    @Override
    void add(Permission permission, ArrayNode array) {
        array.addObject()
                .put("vhost", permission.vhost())
                .put("user", permission.user())
                .put("configure", permission.configure())
                .put("write", permission.write())
                .put("read", permission.read());
    }

    @Override
    Table headings() {
        return Table.of("Virtual host", "User", "Configure", "Write", "Read");
    }

    @Override
    void add(Permission permission, Table table) {
        table.row(permission.vhost(), permission.user(), permission.configure(), permission.write(), permission.read());
    }
}
