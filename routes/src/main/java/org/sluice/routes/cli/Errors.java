package org.sluice.routes.cli;

import java.io.PrintWriter;
import java.util.List;
import org.sluice.config.cfg.ConfigException;
import org.sluice.engine.grouping.GroupingException;
import org.sluice.engine.store.DataFaultException;
import org.sluice.engine.store.RegistryException;
import org.sluice.engine.store.StoreUnavailableException;
import org.sluice.persistence.SchemaConflictException;
import org.sluice.routes.broker.LocalBrokerException;
import org.sluice.routes.consumer.ModuleException;
import org.sluice.routes.demo.DemoFailedException;
import org.sluice.routes.mq.MqUnavailableException;
import org.sluice.routes.rabbitmq.ManagementException;
import org.sluice.routes.runtime.StartException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says in a sentence what went wrong. Stack traces are for {@code --verbose}, and for faults of Sluice itself. */
final class Errors implements IExecutionExceptionHandler, IParameterExceptionHandler {
    /** Thrown with messages that are written for a person. */
    private static final List<Class<? extends Exception>> SPEAKING = List.of(
            CommandFailedException.class,
            ConfigException.class,
            RegistryException.class,
            StoreUnavailableException.class,
            DataFaultException.class,
            GroupingException.class,
            DemoFailedException.class,
            LocalBrokerException.class,
            ManagementException.class,
            ModuleException.class,
            MqUnavailableException.class,
            SchemaConflictException.class,
            StartException.class);

    private final Terminal terminal;

    Errors(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public int handleExecutionException(Exception e, CommandLine commandLine, ParseResult parsed) {
        PrintWriter err = terminal.err();
        if (SPEAKING.stream().anyMatch(type -> type.isInstance(e))) {
            err.println("sluice: " + e.getMessage());
        } else {
            err.println("sluice: an error that Sluice did not expect: " + e);
            err.println("Run the command again with " + SluiceCommand.VERBOSE + " and report what it prints.");
        }
        if (SluiceCommand.isVerbose(commandLine.getCommandSpec())) {
            e.printStackTrace(err);
        }
        err.flush();
        return CommandLine.ExitCode.SOFTWARE;
    }

    @Override
    public int handleParseException(ParameterException e, String[] args) {
        PrintWriter err = terminal.err();
        err.println("sluice: " + e.getMessage());
        UnmatchedArgumentException.printSuggestions(e, err);
        err.println("Try '" + e.getCommandLine().getCommandSpec().qualifiedName() + " --help'.");
        err.flush();
        return CommandLine.ExitCode.USAGE;
    }
}
