package org.sluice.it.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.awaitility.Awaitility;

/** Debian's RabbitMQ with its STOMP and management plugins, on ports of its own, user and password {@code guest}. */
public final class RabbitMqServer implements AutoCloseable {
    private static final String PROGRAM = "/usr/lib/rabbitmq/bin/rabbitmq-server";
    private static final String CONTROL = "/usr/lib/rabbitmq/bin/rabbitmqctl";
    private static final Duration START_LIMIT = Duration.ofMinutes(2);
    private static final int NOT_FOUND = 404;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path folder;
    private final String morePlugins;
    private final String moreConfiguration;
    private final int amqpPort = FreePorts.next();
    private final int stompPort = FreePorts.next();
    private final int managementPort = FreePorts.next();
    private final int distributionPort = FreePorts.next();
    private final int epmdPort = FreePorts.next();
    private final HttpClient http = HttpClient.newHttpClient();
    private final ServerProcess epmd;
    private ServerProcess broker;

    private RabbitMqServer(Path folder, String morePlugins, String moreConfiguration) {
        this.folder = folder;
        this.morePlugins = morePlugins;
        this.moreConfiguration = moreConfiguration;
        writeConfiguration();
        // The port mapper is started here, not by the broker, which would leave it behind as a daemon.
        this.epmd = ServerProcess.start(
                List.of("epmd", "-port", Integer.toString(epmdPort), "-address", "127.0.0.1"),
                environment(),
                folder,
                folder.resolve("epmd.log"));
        this.broker = startBroker();
    }

    /** Starts a broker with its data in that folder, and waits until it takes connections. */
    public static RabbitMqServer start(Path folder) {
        return start(folder, "", "");
    }

    /**
     * Starts a broker that has more to it.
     *
     * @param morePlugins each with a comma before it
     * @param moreConfiguration further lines of {@code rabbitmq.conf}
     */
    public static RabbitMqServer start(Path folder, String morePlugins, String moreConfiguration) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        RabbitMqServer server = new RabbitMqServer(folder.toAbsolutePath(), morePlugins, moreConfiguration);
        server.awaitUp();
        return server;
    }

    public int amqpPort() {
        return amqpPort;
    }

    public int stompPort() {
        return stompPort;
    }

    /** The port of the management HTTP API. */
    public int managementPort() {
        return managementPort;
    }

    /**
     * Sees that what was declared is in files: the broker's database writes its log every two seconds, so that SIGKILL takes a
     * queue that was declared just before, with the confirmed messages in it.
     */
    public void writeDeclarations() {
        rabbitmqctl("eval", "ok = disk_log:sync(latest_log).");
    }

    /** SIGKILL to the broker; its data stay. */
    public void kill() {
        broker.kill();
    }

    /** Starts the broker again on the same ports and data. */
    public void startAgain() {
        broker = startBroker();
        awaitUp();
    }

    /** Declares a durable queue. */
    public void declareQueue(String name, Map<String, Object> arguments) {
        call("PUT", "/queues/%2F/" + name, Map.of("durable", true, "arguments", arguments));
    }

    /** Removes a queue with all that is in it. */
    public void deleteQueue(String name) {
        call("DELETE", "/queues/%2F/" + name, Map.of());
    }

    /** How many messages a queue holds, delivered and not acknowledged ones included; refreshed by the broker every few seconds. */
    public long depth(String queue) {
        return call("GET", "/queues/%2F/" + queue, Map.of()).path("messages").asLong(-1);
    }

    /** How many messages of a queue are delivered and not acknowledged; refreshed by the broker every few seconds. */
    public long unacknowledged(String queue) {
        return call("GET", "/queues/%2F/" + queue, Map.of())
                .path("messages_unacknowledged")
                .asLong(-1);
    }

    /** Makes the broker believe that it is short of memory, or that it no longer is; waits until it does. */
    public void memoryAlarm(boolean on) {
        rabbitmqctl("set_vm_memory_high_watermark", on ? "0.00000001" : "0.6");
        Awaitility.await("a memory alarm: " + on)
                .atMost(START_LIMIT)
                .until(() ->
                        call("GET", "/nodes", Map.of()).get(0).path("mem_alarm").asBoolean() == on);
    }

    private void rabbitmqctl(String... arguments) {
        List<String> command = new ArrayList<>(List.of(CONTROL, "-n", node()));
        command.addAll(List.of(arguments));
        ServerProcess.run(command, environment(), folder, START_LIMIT);
    }

    /** How many clients are connected, over whatever protocol. */
    public int connections() {
        return call("GET", "/connections", Map.of()).size();
    }

    /** The connections of all clients; a client over STOMP may be listed twice, with its own and with the plugin's. */
    public Set<String> connectionNames() {
        Set<String> names = new HashSet<>();
        call("GET", "/connections", Map.of())
                .forEach(connection -> names.add(connection.path("name").asText()));
        return names;
    }

    /** Makes a user who may do everything, or gives him another password. */
    public void user(String name, String password) {
        call("PUT", "/users/" + name, Map.of("password", password, "tags", ""));
        call("PUT", "/permissions/%2F/" + name, Map.of("configure", ".*", "write", ".*", "read", ".*"));
    }

    /**
     * Closes the connections of all clients, as an administrator may.
     *
     * @return how many it closed: the broker still lists some that have gone by themselves
     */
    public int closeConnections() {
        int closed = 0;
        for (String name : connectionNames()) {
            String path = "/connections/"
                    + URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
            HttpResponse<String> answer = send("DELETE", path, Map.of());
            if (answer.statusCode() != NOT_FOUND) {
                answered("DELETE", path, answer);
                closed++;
            }
        }
        return closed;
    }

    /** Whether nothing is in the queue, nor delivered and not acknowledged. */
    public boolean isIdle(String queue) {
        return depth(queue) == 0;
    }

    /** Takes up to so many messages out of a queue, each with {@code payload} and {@code properties.headers}. */
    public JsonNode take(String queue, int count) {
        return call(
                "POST",
                "/queues/%2F/" + queue + "/get",
                Map.of("count", count, "ackmode", "ack_requeue_false", "encoding", "base64"));
    }

    @Override
    public void close() {
        broker.close();
        epmd.close();
    }

    private JsonNode call(String method, String path, Map<String, Object> body) {
        return answered(method, path, send(method, path, body));
    }

    private static JsonNode answered(String method, String path, HttpResponse<String> answer) {
        if (answer.statusCode() >= 300) {
            throw new IllegalStateException(method + " " + path + ": " + answer.statusCode() + " " + answer.body());
        }
        try {
            return answer.body().isEmpty() ? JSON.createObjectNode() : JSON.readTree(answer.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private HttpResponse<String> send(String method, String path, Map<String, Object> body) {
        try {
            HttpRequest request = HttpRequest.newBuilder(
                            URI.create("http://127.0.0.1:" + managementPort + "/api" + path))
                    .header("Authorization", "Basic " + Base64.getEncoder().encodeToString(bytes("guest:guest")))
                    .header("Content-Type", "application/json")
                    .header("Connection", "close")
                    .method(
                            method,
                            method.equals("GET")
                                    ? BodyPublishers.noBody()
                                    : BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)))
                    .build();
            return http.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private void awaitUp() {
        Awaitility.await("RabbitMQ, log in " + folder)
                .atMost(START_LIMIT)
                .pollInterval(Duration.ofMillis(200))
                .until(this::isUp);
    }

    private boolean isUp() {
        if (!broker.isAlive()) {
            throw new AssertionError("RabbitMQ did not start:\n" + broker.output());
        }
        try {
            return call("GET", "/health/checks/port-listener/" + stompPort, Map.of())
                    .path("status")
                    .asText()
                    .equals("ok");
        } catch (UncheckedIOException | IllegalStateException e) {
            return false;
        }
    }

    private ServerProcess startBroker() {
        return ServerProcess.start(List.of(PROGRAM), environment(), folder, folder.resolve("broker.log"));
    }

    private Map<String, String> environment() {
        Map<String, String> environment = new HashMap<>();
        environment.put("HOME", folder.toString());
        environment.put("RABBITMQ_NODENAME", node());
        environment.put("RABBITMQ_MNESIA_BASE", folder.resolve("mnesia").toString());
        environment.put("RABBITMQ_LOG_BASE", folder.resolve("log").toString());
        environment.put(
                "RABBITMQ_ENABLED_PLUGINS_FILE",
                folder.resolve("enabled_plugins").toString());
        environment.put("RABBITMQ_CONFIG_FILE", folder.resolve("rabbitmq.conf").toString());
        environment.put("RABBITMQ_DIST_PORT", Integer.toString(distributionPort));
        environment.put("ERL_EPMD_PORT", Integer.toString(epmdPort));
        environment.put("ERL_EPMD_ADDRESS", "127.0.0.1");
        return environment;
    }

    private String node() {
        return "sluice" + amqpPort + "@localhost";
    }

    private void writeConfiguration() {
        try {
            Files.writeString(
                    folder.resolve("enabled_plugins"), "[rabbitmq_stomp,rabbitmq_management" + morePlugins + "].\n");
            Files.writeString(
                    folder.resolve("rabbitmq.conf"),
                    """
                    listeners.tcp.default = 127.0.0.1:%d
                    stomp.listeners.tcp.1 = 127.0.0.1:%d
                    management.tcp.ip = 127.0.0.1
                    management.tcp.port = %d
                    disk_free_limit.absolute = 50MB
                    # Tests wait for these figures, which come every 5 s otherwise.
                    collect_statistics_interval = 500
                    management.sample_retention_policies.global.minute = 1
                    management.sample_retention_policies.basic.minute = 1
                    management.sample_retention_policies.detailed.minute = 1
                    """
                                    .formatted(amqpPort, stompPort, managementPort)
                            + moreConfiguration);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
