package org.sluice.routes.cli;

import java.util.concurrent.Callable;
import org.sluice.routes.rabbitmq.Management;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Deletes a user. */
@Command(name = "delete", description = "Delete a user with its permissions.")
final class RabbitMqUserDelete implements Callable<Integer> {
    private final Terminal terminal;

    @Parameters(paramLabel = "NAME", description = "The user's name or DN.")
    @SuppressWarnings("NullAway.Init") // required
    private String name;

    @Mixin
    private final BrokerMixin broker = new BrokerMixin();

    RabbitMqUserDelete(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        Management management = broker.connect();
        String user = BrokerMixin.existingUser(name, management);
        if (user.equals(management.self())) {
            throw new CommandFailedException("'%s' is the user by whom Sluice administers %s: nobody could undo that"
                    .formatted(user, management.address()));
        }
        management.deleteUser(user);
        terminal.out().println("Deleted user '%s' at %s.".formatted(user, management.address()));
        return 0;
    }
}
