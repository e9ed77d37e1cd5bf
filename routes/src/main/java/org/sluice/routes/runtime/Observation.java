package org.sluice.routes.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.sluice.routes.consumer.ConsumerFigures;
import org.sluice.routes.health.Condition;
import org.sluice.routes.health.Conditions;

/**
 * {@code /observe/health} and {@code /observe/metrics} over HTTP, from before the first connection is tried until after
 * the last is closed. The JDK's own server is enough for two pages; Camel's needs a started context, and Vert.x.
 */
final class Observation implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int OK = 200;
    private static final int METHOD_NOT_ALLOWED = 405;
    private static final int UNAVAILABLE = 503;

    private final HttpServer server;
    private final ExecutorService threads;
    private final Conditions conditions;
    private final PrometheusMeterRegistry meters;
    private final Supplier<List<ConsumerFigures.Snapshot>> consumers;

    private Observation(
            HttpServer server,
            Conditions conditions,
            PrometheusMeterRegistry meters,
            Supplier<List<ConsumerFigures.Snapshot>> consumers) {
        this.server = server;
        this.conditions = conditions;
        this.meters = meters;
        this.consumers = consumers;
        this.threads = Executors.newFixedThreadPool(2, task -> {
            Thread thread = new Thread(task, "sluice-http");
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * Starts the server.
     *
     * @param port 0 for any that is free
     * @param section where its option is, {@code HttpPort}
     * @param consumers what was counted of those that run here
     * @throws StartException when the port is taken
     */
    static Observation start(
            int port,
            String section,
            Conditions conditions,
            PrometheusMeterRegistry meters,
            Supplier<List<ConsumerFigures.Snapshot>> consumers) {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(port), 0);
            Observation observation = new Observation(server, conditions, meters, consumers);
            server.setExecutor(observation.threads);
            server.createContext("/observe/health", observation::health);
            server.createContext("/observe/metrics", observation::metrics);
            server.start();
            return observation;
        } catch (IOException e) {
            throw new StartException(
                    "Sluice cannot listen for HTTP on port " + port + " (" + e.getMessage()
                            + "). Stop the program that does, or set HttpPort in " + section
                            + "; 0 takes any free port.",
                    e);
        }
    }

    int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void health(HttpExchange exchange) throws IOException {
        boolean up = conditions.allUp();
        ObjectNode json = JSON.createObjectNode().put("status", up ? "UP" : "DOWN");
        ArrayNode checks = json.putArray("checks");
        conditions.states().forEach(state -> describe(state, checks.addObject()));
        List<ConsumerFigures.Snapshot> running = consumers.get();
        if (!running.isEmpty()) {
            ArrayNode array = json.putArray("consumers");
            running.forEach(consumer -> describe(consumer, array.addObject()));
        }
        answer(exchange, up ? OK : UNAVAILABLE, "application/json", JSON.writeValueAsBytes(json));
    }

    private static void describe(Condition.State state, ObjectNode check) {
        check.put("name", state.name())
                .put("status", state.isUp() ? "UP" : "DOWN")
                .put("since", state.since().toString());
        state.problem().ifPresent(problem -> check.put("message", problem));
    }

    private static void describe(ConsumerFigures.Snapshot consumer, ObjectNode json) {
        json.put("consumer", consumer.consumer())
                .put("mq", consumer.mq().toString())
                .put("received", consumer.received())
                .put("accepted", consumer.accepted())
                .put("rejected", consumer.rejected())
                .put("inFlight", consumer.inFlight())
                .put("reconnects", consumer.reconnects());
        consumer.lag().ifPresent(lag -> json.put("lag", lag));
        consumer.lastMessage().ifPresent(at -> json.put("lastMessage", at.toString()));
    }

    private void metrics(HttpExchange exchange) throws IOException {
        answer(
                exchange,
                OK,
                "text/plain; version=0.0.4; charset=utf-8",
                meters.scrape().getBytes(UTF_8));
    }

    private static void answer(HttpExchange exchange, int status, String type, byte[] body) throws IOException {
        try (exchange) {
            if (!exchange.getRequestMethod().equals("GET")) {
                exchange.getResponseHeaders().set("Allow", "GET");
                exchange.sendResponseHeaders(METHOD_NOT_ALLOWED, -1);
                return;
            }
            exchange.getResponseHeaders().set("Content-Type", type);
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
        }
    }
}
