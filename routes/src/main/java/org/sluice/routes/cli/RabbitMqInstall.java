package org.sluice.routes.cli;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.sluice.config.value.Secret;
import org.sluice.routes.rabbitmq.ServerSetup;
import org.sluice.routes.rabbitmq.ServerSetup.Certificates;
import org.sluice.routes.rabbitmq.ServerSetup.Listeners;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Writes the configuration of a RabbitMQ server. */
@Command(
        name = "install",
        description = {
            "Print the configuration of a RabbitMQ server that speaks TLS only and knows its clients by their"
                    + " certificates; with --apply, write it.",
            "A password that is not given is made up, and written beside the configuration."
        })
final class RabbitMqInstall implements Callable<Integer> {
    private static final Path USUAL = Path.of("/etc/rabbitmq");
    private static final Pattern SIZE = Pattern.compile("\\d+(?:[kKMGT]i?B?)?");
    /** No user's hand has to type it. */
    private static final int PASSWORD_BYTES = 24;

    private final Terminal terminal;

    @Option(
            names = "--apply",
            arity = "0..1",
            paramLabel = "DIR",
            fallbackValue = "/etc/rabbitmq",
            description = "Write the files into this directory, /etc/rabbitmq where none is named. A file that is there"
                    + " is kept as NAME.before-sluice.")
    private @Nullable Path directory;

    @Option(
            names = "--certificate",
            paramLabel = "FILE",
            description = "The server's certificate, PEM. Default: ${DEFAULT-VALUE}")
    private Path certificate = Path.of("/etc/grid-security/hostcert.pem");

    @Option(names = "--key", paramLabel = "FILE", description = "Its key, PEM. Default: ${DEFAULT-VALUE}")
    private Path key = Path.of("/etc/grid-security/hostkey.pem");

    @Option(
            names = "--ca",
            paramLabel = "FILE",
            description = "The certificates of the authorities whose clients are let in, PEM, in one file."
                    + " Default: ${DEFAULT-VALUE}")
    private Path authorities = USUAL.resolve("ca.pem");

    @Option(names = "--amqp-port", paramLabel = "PORT", description = "AMQP with TLS. Default: ${DEFAULT-VALUE}")
    private int amqpPort = 5671;

    @Option(names = "--stomp-port", paramLabel = "PORT", description = "STOMP with TLS. Default: ${DEFAULT-VALUE}")
    private int stompPort = 61614;

    @Option(
            names = "--management-port",
            paramLabel = "PORT",
            description = "The management with TLS. Default: ${DEFAULT-VALUE}")
    private int managementPort = 15671;

    @Option(
            names = "--management-address",
            paramLabel = "IP",
            description = "The address at which the management listens, :: for all. Default: ${DEFAULT-VALUE}")
    private String managementAddress = "127.0.0.1";

    @Option(names = "--vhost", paramLabel = "NAME", description = "The virtual host. Default: ${DEFAULT-VALUE}")
    private String vhost = "/";

    @Option(names = "--admin", paramLabel = "NAME", description = "The administrator. Default: ${DEFAULT-VALUE}")
    private String admin = ServerSetup.ADMIN;

    @Option(
            names = "--memory",
            paramLabel = "SHARE",
            description = "The share of memory above which producers are held up. Default: ${DEFAULT-VALUE}")
    private double memory = 0.4;

    @Option(
            names = "--disk-free",
            paramLabel = "SIZE",
            description = "The free disk space below which producers are held up. Default: ${DEFAULT-VALUE}")
    private String diskFree = "2GB";

    @Mixin
    private final PasswordOption password;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    RabbitMqInstall(Terminal terminal) {
        this.terminal = terminal;
        this.password = new PasswordOption(terminal);
    }

    @Override
    public Integer call() {
        validate();
        Optional<Secret> given = password.read();
        Secret secret = given.orElseGet(RabbitMqInstall::madeUp);
        Path folder = (directory == null ? USUAL : directory).toAbsolutePath().normalize();
        ServerSetup setup = new ServerSetup(
                folder,
                new Certificates(certificate.toAbsolutePath(), key.toAbsolutePath(), authorities.toAbsolutePath()),
                new Listeners(amqpPort, stompPort, managementPort, managementAddress),
                vhost,
                admin,
                secret,
                memory,
                diskFree);
        if (directory == null) {
            setup.masked().forEach((name, text) -> terminal.out().print("### %s\n%s\n".formatted(name, text)));
            terminal.out().println("### 'sluice rabbitmq install --apply DIR' writes these files.");
        } else {
            write(setup, folder, given.isPresent() ? Optional.empty() : Optional.of(secret));
        }
        return 0;
    }

    private void write(ServerSetup setup, Path folder, Optional<Secret> madeUp) {
        ServerFiles files = new ServerFiles(folder);
        for (Map.Entry<String, String> file : setup.files().entrySet()) {
            files.write(file.getKey(), file.getValue())
                    .ifPresent(kept -> terminal.out().println("Kept what was there as " + kept));
            terminal.out().println("Wrote " + folder.resolve(file.getKey()));
        }
        madeUp.ifPresent(secret -> {
            Path file = files.writeSecret("admin-password", secret.reveal() + "\n");
            terminal.out().println("Wrote %s, the password of '%s', for you alone".formatted(file, admin));
        });
        for (Path needed : new Path[] {certificate, key, authorities}) {
            if (!needed.toFile().isFile()) {
                terminal.err()
                        .println("sluice: there is no file %s yet, without which the server will not start"
                                .formatted(needed));
            }
        }
        terminal.out()
                .println("Start the server with this configuration, then name it to Sluice by ManagementUser = " + admin
                        + " in its service's section, and run 'sluice rabbitmq declare' and 'sluice rabbitmq sync'.");
    }

    private void validate() {
        if (memory <= 0 || memory > 1) {
            throw new ParameterException(spec.commandLine(), "--memory is a share, above 0 and at most 1");
        }
        if (!SIZE.matcher(diskFree).matches()) {
            throw new ParameterException(spec.commandLine(), "--disk-free is a size, such as 2GB or 500MiB");
        }
        for (String text : new String[] {
            managementAddress, vhost, admin, certificate.toString(), key.toString(), authorities.toString()
        }) {
            if (text.isBlank() || text.contains("\n")) {
                throw new ParameterException(spec.commandLine(), "an option is empty or has more than one line");
            }
        }
    }

    private static Secret madeUp() {
        byte[] bytes = new byte[PASSWORD_BYTES];
        new SecureRandom().nextBytes(bytes);
        return Secret.of(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }
}
