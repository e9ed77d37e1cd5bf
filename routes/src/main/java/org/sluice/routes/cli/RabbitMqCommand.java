package org.sluice.routes.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** RabbitMQ servers. */
@Command(
        name = "rabbitmq",
        synopsisSubcommandLabel = "COMMAND",
        description = "Administer the RabbitMQ servers of the configuration through their management API.")
final class RabbitMqCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    static CommandLine commandLine(Terminal terminal) {
        return new CommandLine(new RabbitMqCommand())
                .addSubcommand(new CommandLine(new RabbitMqUserCommand())
                        .addSubcommand(new RabbitMqUserAdd(terminal))
                        .addSubcommand(new RabbitMqUserDelete(terminal))
                        .addSubcommand(new RabbitMqUserList(terminal)))
                .addSubcommand(new CommandLine(new RabbitMqPermissionCommand())
                        .addSubcommand(new RabbitMqPermissionSet(terminal))
                        .addSubcommand(new RabbitMqPermissionList(terminal)))
                .addSubcommand(new RabbitMqDeclare(terminal))
                .addSubcommand(new RabbitMqList(terminal))
                .addSubcommand(new RabbitMqSync(terminal))
                .addSubcommand(new RabbitMqInstall(terminal));
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Say what to do at the RabbitMQ server.");
    }

    /** Users. */
    @Command(name = "user", synopsisSubcommandLabel = "COMMAND", description = "Add, delete and list users.")
    static final class RabbitMqUserCommand implements Runnable {
        @Spec
        @SuppressWarnings("NullAway.Init") // set by picocli
        private CommandSpec spec;

        @Override
        public void run() {
            throw new ParameterException(spec.commandLine(), "Say what to do with users.");
        }
    }

    /** Permissions. */
    @Command(
            name = "permission",
            synopsisSubcommandLabel = "COMMAND",
            description = "Set and list what users may do in a virtual host.")
    static final class RabbitMqPermissionCommand implements Runnable {
        @Spec
        @SuppressWarnings("NullAway.Init") // set by picocli
        private CommandSpec spec;

        @Override
        public void run() {
            throw new ParameterException(spec.commandLine(), "Say what to do with permissions.");
        }
    }
}
