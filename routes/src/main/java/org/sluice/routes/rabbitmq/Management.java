package org.sluice.routes.rabbitmq;

import com.rabbitmq.http.client.Client;
import com.rabbitmq.http.client.ClientParameters;
import com.rabbitmq.http.client.HttpException;
import com.rabbitmq.http.client.JdkHttpClientHttpLayer;
import com.rabbitmq.http.client.domain.CurrentUserDetails;
import com.rabbitmq.http.client.domain.UserInfo;
import com.rabbitmq.http.client.domain.UserPermissions;
import java.net.MalformedURLException;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.sluice.config.mq.MqHost;
import org.sluice.config.mq.MqManagement;
import org.sluice.config.mq.MqService;
import org.sluice.config.rabbitmq.ManagedBroker;
import org.sluice.config.rabbitmq.Topology;
import org.sluice.config.tls.CertificateFileException;
import org.sluice.config.value.Secret;
import org.sluice.routes.tls.TlsContext;

/**
 * The management HTTP API of one RabbitMQ server. Every method asks the server, and throws {@link ManagementException}
 * where it cannot be asked or refuses. Thread-safe.
 */
public final class Management {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final ManagedBroker broker;
    private final String address;
    private final Client client;
    private final Refusal refusal;
    private final String self;

    private Management(ManagedBroker broker, String address, Client client, Refusal refusal, String self) {
        this.broker = broker;
        this.address = address;
        this.client = client;
        this.refusal = refusal;
        this.self = self;
    }

    /**
     * The management of the first host that answers.
     *
     * @throws ManagementException where none does, it does not know the user, or certificates cannot be used
     * @throws org.sluice.config.cfg.ConfigException where the password cannot be fetched
     */
    public static Management connect(ManagedBroker broker) {
        MqService service = broker.service();
        ManagementException last = new ManagementException("'%s' has no host".formatted(broker.name()));
        for (MqHost host : service.management().hosts()) {
            String address = (service.management().tls() ? "https://" : "http://") + host;
            Refusal refusal = new Refusal(service, address);
            try {
                Client client = client(service, address);
                CurrentUserDetails me = client.whoAmI();
                if (me == null || me.getName() == null) {
                    throw refusal.unknown();
                }
                return new Management(broker, address, client, refusal, me.getName());
            } catch (HttpException e) {
                last = refusal.of(e, "log in");
                if (!Refusal.isAway(e)) {
                    throw last;
                }
            }
        }
        throw last;
    }

    /** The server's URL. */
    public String address() {
        return address;
    }

    /** The user who asks. */
    public String self() {
        return self;
    }

    /** What this server is to have. */
    public ManagedBroker broker() {
        return broker;
    }

    /** The virtual host of the service. */
    public String vhost() {
        return broker.service().vhost();
    }

    /** Whether there is a virtual host of that name. */
    public boolean hasVhost(String name) {
        return ask("show the virtual host " + name, client -> client.getVhost(name))
                .isPresent();
    }

    /** All users, in no order. */
    public List<BrokerUser> users() {
        return list("list users", Client::getUsers).stream()
                .map(Management::user)
                .toList();
    }

    /** A user, if there is one of that name. */
    public Optional<BrokerUser> user(String name) {
        return ask("show user '%s'".formatted(name), client -> client.getUser(name))
                .map(Management::user);
    }

    /**
     * Adds a user or changes one: password and tags become those that are given.
     *
     * @param password absent for a user who logs in by certificate only
     */
    public void putUser(String name, Optional<Secret> password, Collection<String> tags) {
        List<String> sorted = tags.stream().sorted().toList();
        tell("add user '%s'".formatted(name), client -> {
            if (password.isPresent()) {
                client.createUser(name, password.get().reveal().toCharArray(), sorted);
            } else {
                client.createUserWithPasswordHash(name, new char[0], sorted);
            }
        });
    }

    /** Deletes a user with its permissions in all virtual hosts; RabbitMQ closes its connections. */
    public void deleteUser(String name) {
        tell("delete user '%s'".formatted(name), client -> client.deleteUser(name));
    }

    /** The permissions of all users in all virtual hosts, in no order. */
    public List<Permission> permissions() {
        return list("list permissions", Client::getPermissions).stream()
                .map(entry -> new Permission(
                        entry.getVhost(), entry.getUser(), entry.getConfigure(), entry.getWrite(), entry.getRead()))
                .toList();
    }

    /** Sets what a user may do in a virtual host. */
    public void putPermission(Permission permission) {
        tell(
                "set the permissions of '%s' in %s".formatted(permission.user(), permission.vhost()),
                client -> client.updatePermissions(
                        permission.vhost(),
                        permission.user(),
                        new UserPermissions(permission.read(), permission.write(), permission.configure())));
    }

    /** Shuts a user out of a virtual host. */
    public void clearPermission(String vhost, String user) {
        tell(
                "take the permissions of '%s' in %s".formatted(user, vhost),
                client -> client.clearPermissions(vhost, user));
    }

    /** What is in the virtual host; the default exchange, which nobody can do without, and its bindings left out. */
    public Topology topology() {
        return new Topology(
                list("list exchanges", client -> client.getExchanges(vhost())).stream()
                        .filter(exchange -> !exchange.getName().isEmpty())
                        .map(Normal::of)
                        .toList(),
                list("list queues", client -> client.getQueues(vhost())).stream()
                        .map(Normal::of)
                        .toList(),
                list("list bindings", client -> client.getBindings(vhost())).stream()
                        .filter(binding -> !binding.getSource().isEmpty())
                        .map(Normal::of)
                        .toList(),
                list("list policies", client -> client.getPolicies(vhost())).stream()
                        .map(Normal::of)
                        .toList());
    }

    /** How many messages wait in a queue and were not delivered yet, as of some seconds ago; empty where there is none. */
    public OptionalLong messagesReady(String queue) {
        return ask("show the queue " + queue, client -> client.getQueue(vhost(), queue))
                .map(info -> OptionalLong.of(info.getMessagesReady()))
                .orElseGet(OptionalLong::empty);
    }

    /** Asks for a list; {@code what} completes "does not …". */
    <T> List<T> list(String what, Function<Client, @Nullable List<T>> request) {
        return ask(what, request).orElse(List.of());
    }

    /** Asks for something that may not be there. */
    <T> Optional<T> ask(String what, Function<Client, @Nullable T> request) {
        try {
            return Optional.ofNullable(request.apply(client));
        } catch (HttpException e) {
            throw refusal.of(e, what);
        }
    }

    /** Has something done. */
    void tell(String what, Consumer<Client> request) {
        try {
            request.accept(client);
        } catch (HttpException e) {
            throw refusal.of(e, what);
        }
    }

    private static BrokerUser user(UserInfo user) {
        String hash = user.getPasswordHash();
        return new BrokerUser(user.getName(), Set.copyOf(user.getTags()), hash != null && !hash.isEmpty());
    }

    private static Client client(MqService service, String address) {
        MqManagement management = service.management();
        Optional<TlsContext> tls = tls(service);
        try {
            return new Client(new ClientParameters()
                    .url(address + "/api/")
                    .username(management.user().orElse(""))
                    .password(management.password().map(Secret::reveal).orElse(""))
                    .httpLayerFactory(JdkHttpClientHttpLayer.configure()
                            .clientBuilderConsumer(builder -> configure(builder, tls))
                            .create()));
        } catch (MalformedURLException | URISyntaxException | IllegalArgumentException e) {
            throw new ManagementException(
                    "%s, where the management of '%s' is to be, is no address: %s"
                            .formatted(address, service.name(), e.getMessage()),
                    e);
        }
    }

    private static Optional<TlsContext> tls(MqService service) {
        try {
            return service.management().tls() && service.tls().isPresent()
                    ? Optional.of(TlsContext.of(service.tls().get()))
                    : Optional.empty();
        } catch (CertificateFileException e) {
            throw new ManagementException(
                    "RabbitMQ's management of '%s' cannot be asked: %s".formatted(service.name(), e.getMessage()), e);
        }
    }

    private static void configure(HttpClient.Builder builder, Optional<TlsContext> tls) {
        builder.connectTimeout(PATIENCE);
        tls.ifPresent(context -> builder.sslContext(context.context()).sslParameters(context.parameters()));
    }
}
