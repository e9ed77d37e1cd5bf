package org.sluice.routes.cli;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.sluice.config.rabbitmq.ManagedBroker.GroupPermissions;
import org.sluice.routes.rabbitmq.Management;
import org.sluice.routes.rabbitmq.Permission;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Sets what a user may do. */
@Command(
        name = "set",
        description = {
            "Set what a user may do in a virtual host, in place of what it could do there before.",
            "Each is a regular expression of the names of queues and exchanges, .* for all; what is not given is"
                    + " allowed for none."
        })
final class RabbitMqPermissionSet implements Callable<Integer> {
    private final Terminal terminal;

    @Parameters(paramLabel = "USER", description = "The user's name or DN.")
    @SuppressWarnings("NullAway.Init") // required
    private String name;

    @Option(names = "--configure", paramLabel = "REGEX", description = "What the user may make and delete.")
    private String configure = GroupPermissions.NOTHING;

    @Option(names = "--write", paramLabel = "REGEX", description = "What the user may send to.")
    private String write = GroupPermissions.NOTHING;

    @Option(names = "--read", paramLabel = "REGEX", description = "What the user may receive from.")
    private String read = GroupPermissions.NOTHING;

    @Option(names = "--vhost", paramLabel = "NAME", description = "The virtual host; that of the service by default.")
    private @Nullable String vhost;

    @Mixin
    private final BrokerMixin broker = new BrokerMixin();

    RabbitMqPermissionSet(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        Management management = broker.connect();
        String user = BrokerMixin.existingUser(name, management);
        String where = vhost == null ? management.vhost() : vhost;
        if (!management.hasVhost(where)) {
            throw new CommandFailedException("there is no virtual host '%s' at %s; 'sluice rabbitmq declare' makes that"
                            .formatted(where, management.address())
                    + " of the service");
        }
        management.putPermission(new Permission(where, user, configure, write, read));
        terminal.out()
                .println("User '%s' may configure %s, write %s and read %s in virtual host '%s' at %s."
                        .formatted(user, configure, write, read, where, management.address()));
        return 0;
    }
}
