package org.sluice.routes.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.sluice.config.value.Secret;
import org.sluice.routes.rabbitmq.Management;
import org.sluice.routes.rabbitmq.WantedUser;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Adds a user. */
@Command(
        name = "add",
        description = {
            "Add a user, without permissions.",
            "Without a password the user can log in by certificate only; the name is then that of the certificate,"
                    + " in RabbitMQ's form (CN=Jane Doe,O=CTA) or with slashes (/O=CTA/CN=Jane Doe)."
        })
final class RabbitMqUserAdd implements Callable<Integer> {
    private final Terminal terminal;

    @Parameters(paramLabel = "NAME", description = "The user's name or DN.")
    @SuppressWarnings("NullAway.Init") // required
    private String name;

    @Option(
            names = "--tags",
            paramLabel = "TAG",
            split = ",",
            description = "RabbitMQ's tags: management, policymaker, monitoring, administrator.")
    private List<String> tags = new ArrayList<>();

    @Mixin
    private final PasswordOption password;

    @Mixin
    private final BrokerMixin broker = new BrokerMixin();

    RabbitMqUserAdd(Terminal terminal) {
        this.terminal = terminal;
        this.password = new PasswordOption(terminal);
    }

    @Override
    public Integer call() {
        String user = BrokerMixin.userName(name);
        if (tags.contains(WantedUser.TAG)) {
            throw new CommandFailedException(
                    "the tag '%s' marks the users of the registry, who are added and deleted by 'sluice rabbitmq sync'"
                            .formatted(WantedUser.TAG));
        }
        Optional<Secret> secret = password.read();
        Management management = broker.connect();
        if (management.user(user).isPresent()) {
            throw new CommandFailedException("there is a user '%s' at %s already; delete it first to add it anew"
                    .formatted(user, management.address()));
        }
        management.putUser(user, secret, tags);
        terminal.out()
                .println(
                        "Added user '%s' at %s, who can log in by %s and may do nothing yet: 'sluice rabbitmq permission set' changes that."
                                .formatted(
                                        user,
                                        management.address(),
                                        secret.isPresent() ? "password" : "certificate only"));
        return 0;
    }
}
