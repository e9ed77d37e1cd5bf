package org.sluice.it.benchmark;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.MessageProperties;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.sluice.engine.transformation.Transformation.Author;
import org.sluice.engine.transformation.TransformationJson;
import org.sluice.it.benchmark.jpa.JpaRoute;
import org.sluice.it.server.EngineServer;
import org.sluice.it.server.FreePorts;
import org.sluice.it.server.ServerProcess;
import org.sluice.it.server.Servers;
import org.sluice.persistence.Database;
import org.sluice.persistence.DatabaseSettings;

/**
 * What one run of a benchmark works on: a queue, a database with so many transformations, each of which makes one-file tasks
 * of the files whose {@code Channel} is its number, and the programs that are measured, each a process of its own.
 */
final class Ground {
    private static final AtomicInteger NUMBERS = new AtomicInteger();
    private static final Duration LIMIT = Duration.ofMinutes(10);
    private static final int UNCONFIRMED = 1_000;
    private static final int WAITING_GROUP = 1_000_000_000;
    private static final Author AUTHOR = new Author("benchmark", "", "");

    private final String name = "bench" + NUMBERS.incrementAndGet();
    private final Path folder = Servers.folder(name);
    private final int transformations;

    Ground(int transformations) throws SQLException {
        this.transformations = transformations;
        BenchmarkDatabase.server().createDatabase(name);
        openDatabase().close();
        execute("INSERT INTO Transformations (TransformationID, TransformationName, Author, AuthorGroup, Type, Plugin,"
                + " AgentType, Status, GroupSize, Body) SELECT seq, CONCAT('channel ', seq), 'benchmark', '',"
                + " 'DataReprocessing', 'Standard', 'Automatic', 'Active', 1, '' FROM seq_1_to_" + transformations);
        execute("INSERT INTO TransformationMetaQueries (TransformationID, MetaDataName, MetaDataValue, MetaDataType,"
                + " QueryType) SELECT seq, 'Channel', seq, 'Integer', 'Input' FROM seq_1_to_" + transformations);
        Servers.rabbitMq().declareQueue(queue(), Map.of());
        Servers.rabbitMq().declareQueue(name + ".dead", Map.of());
    }

    private String queue() {
        return name + ".events";
    }

    private DatabaseSettings settings() {
        return DatabaseSettings.mariaDb(
                "127.0.0.1",
                BenchmarkDatabase.server().port(),
                name,
                BenchmarkDatabase.server().user(),
                BenchmarkDatabase.server()::password);
    }

    String jdbcUrl() {
        return BenchmarkDatabase.server().jdbcUrl(name);
    }

    void execute(String sql) throws SQLException {
        try (java.sql.Connection connection = DriverManager.getConnection(jdbcUrl());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** The database, for changes as people make them; the caller's to close. */
    Database openDatabase() {
        return Database.open(settings());
    }

    /** Creates a transformation as people do. */
    static void createTransformation(Database database, String name, String query) {
        createTransformation(database, name, query, "Active", 1);
    }

    private static int createTransformation(
            Database database, String name, String query, String status, int groupSize) {
        try {
            return database.transformationRegistry()
                    .create(
                            TransformationJson.read(new ObjectMapper()
                                    .readTree("{\"TransformationName\":\"" + name + "\",\"Type\":\"DataReprocessing\","
                                            + "\"Status\":\"" + status + "\",\"GroupSize\":" + groupSize
                                            + ",\"InputMetaQuery\":" + query + "}")),
                            AUTHOR);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Files that were registered and processed before, written by the server itself. */
    void seed(int files) throws SQLException {
        String lfn = "CONCAT('/vo/old/', seq DIV 1000, '/f', seq)";
        String from = " FROM seq_1_to_" + files;
        String transformation = "seq MOD " + transformations + " + 1, ";
        String task = "seq DIV " + transformations + " + 1";
        String facts =
                "'{\"by\":[[\"seed\",0]],\"g\":[0],\"a\":{\"size\":[1000,0]},\"r\":{\"SE1\":[true,0]},\"m\":{}}'";
        execute("INSERT INTO DataFiles (FileID, LFN) SELECT seq, " + lfn + from);
        execute("INSERT INTO SluiceFiles (LFN, Registered, SizeBytes, ReplicaCount, Replicas, Facts) SELECT " + lfn
                + ", UTC_TIMESTAMP(), 1000, 1, '[\"SE1\"]', " + facts + from);
        execute("INSERT INTO TransformationTasks (TransformationID, TaskID, ExternalStatus, ExternalID, TargetSE,"
                + " CreationTime, LastUpdateTime) SELECT " + transformation + task
                + ", 'Done', '0', 'SE1', UTC_TIMESTAMP(), UTC_TIMESTAMP()" + from);
        execute("INSERT INTO TransformationFiles (TransformationID, FileID, Status, TaskID, UsedSE, LastUpdate,"
                + " InsertedTime) SELECT " + transformation + "seq, 'Processed', " + task
                + ", 'SE1', UTC_TIMESTAMP(), UTC_TIMESTAMP()" + from);
    }

    /** A stopped transformation in which so many of those files wait for a group that is never full. */
    int waiting(Database database, int files) throws SQLException {
        int id = createTransformation(database, "crowded", "{\"Site\":\"Elsewhere\"}", "Stopped", WAITING_GROUP);
        execute("INSERT INTO TransformationFiles (TransformationID, FileID, Status, LastUpdate, InsertedTime) SELECT "
                + id + ", seq, 'Unused', UTC_TIMESTAMP(), UTC_TIMESTAMP() FROM seq_1_to_" + files);
        return id;
    }

    /** Lets a transformation make tasks. */
    static void activate(Database database, int id) {
        database.transformationRegistry().update(id, now -> now.withStatus("Active"), AUTHOR);
    }

    /** An event for a file; its transformation is found by its number. */
    String event(int file) {
        return ("{\"event\":\"FileRegistered\",\"id\":\"bench-%d\",\"time\":\"2026-11-22T10:00:00Z\","
                        + "\"lfn\":\"/vo/bench/%d/f%d\",\"size\":1000000,\"replicas\":[\"SE1\"],"
                        + "\"metadata\":{\"Channel\":%d,\"Site\":\"LaPalma\",\"DataLevel\":1}}")
                .formatted(file, file / 1000, file, file % transformations + 1);
    }

    /** Publishes persistent messages of so many events each, and returns when the broker has confirmed them. */
    void publish(int files, int eventsInOne) throws IOException, TimeoutException, InterruptedException {
        try (Connection connection = connect();
                Channel channel = connection.createChannel()) {
            channel.confirmSelect();
            int unconfirmed = 0;
            for (int from = 0; from < files; from += eventsInOne) {
                send(channel, message(from, Math.min(files, from + eventsInOne), eventsInOne));
                if (++unconfirmed == UNCONFIRMED) {
                    channel.waitForConfirmsOrDie();
                    unconfirmed = 0;
                }
            }
            channel.waitForConfirmsOrDie();
        }
    }

    Connection connect() throws IOException, TimeoutException {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setPort(Servers.rabbitMq().amqpPort());
        return factory.newConnection();
    }

    void send(Channel channel, String message) throws IOException {
        channel.basicPublish("", queue(), MessageProperties.PERSISTENT_BASIC, message.getBytes(StandardCharsets.UTF_8));
    }

    private String message(int from, int end, int eventsInOne) {
        return eventsInOne == 1
                ? event(from)
                : IntStream.range(from, end).mapToObj(this::event).collect(Collectors.joining(",", "[", "]"));
    }

    /** Starts the engine on the queue. */
    ServerProcess engine(String protocol) {
        int port = FreePorts.next();
        return EngineServer.start(folder, configuration(port, protocol), port).process();
    }

    /** Starts a program of the harness itself. */
    ServerProcess program(Class<?> main, Object... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        List.of(arguments).forEach(argument -> command.add(argument.toString()));
        return ServerProcess.start(command, Map.of(), folder, folder.resolve(main.getSimpleName() + ".log"));
    }

    ServerProcess bareDrain() {
        return program(BareDrain.class, Servers.rabbitMq().amqpPort(), queue(), jdbcUrl(), transformations);
    }

    /** @param acknowledgement {@code client-individual}, or {@code client}: cumulatively */
    ServerProcess bareStompDrain(String acknowledgement) {
        return program(
                BareStompDrain.class,
                Servers.rabbitMq().stompPort(),
                queue(),
                jdbcUrl(),
                transformations,
                acknowledgement);
    }

    ServerProcess jpaRoute() {
        return program(JpaRoute.class, Servers.rabbitMq().amqpPort(), queue(), jdbcUrl());
    }

    ServerProcess bareWriter(int files) {
        return program(BareWriter.class, jdbcUrl(), transformations, files, 500);
    }

    /** Waits until an engine has nothing left to do for transformations that it sees for the first time. */
    void awaitSettled() {
        Awaitility.await("pending work of " + name)
                .atMost(LIMIT)
                .pollInterval(Duration.ofMillis(500))
                .until(() -> number("SELECT COUNT(*) FROM SluicePendingWork") == 0
                        && number("SELECT COUNT(*) FROM SluiceWatched") == transformations);
    }

    long number(String sql) {
        try (java.sql.Connection connection = DriverManager.getConnection(jdbcUrl());
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    /**
     * Files a second by the tasks that are committed, from the moment when a fifth are there (the program has started and
     * is warm) to the last.
     */
    double filesPerSecond(ServerProcess program, int files) throws SQLException, InterruptedException {
        long begun = 0;
        long counted = 0;
        try (java.sql.Connection connection = DriverManager.getConnection(jdbcUrl());
                Statement statement = connection.createStatement()) {
            long deadline = System.nanoTime() + LIMIT.toNanos();
            while (true) {
                long count;
                try (ResultSet rows = statement.executeQuery(
                        "SELECT COUNT(*) FROM TransformationTasks WHERE ExternalStatus = 'Created'")) {
                    rows.next();
                    count = rows.getLong(1);
                }
                long now = System.nanoTime();
                if (count >= files) {
                    return (count - counted) / ((now - begun) / 1e9);
                }
                if (now > deadline || (!program.isAlive() && program.awaitExit(Duration.ZERO) != 0)) {
                    throw new IllegalStateException(count + " of " + files + " files done:\n" + program.output());
                }
                if (begun == 0 && count >= files / 5) {
                    begun = now;
                    counted = count;
                }
                double rate = begun == 0 || now == begun ? 0 : (count - counted) / ((now - begun) / 1e9);
                double rest = rate == 0 ? 0.3 : (files - count) / rate / 2;
                Thread.sleep((long) (1000 * Math.max(0.02, Math.min(begun == 0 ? 0.5 : 3, rest))));
            }
        }
    }

    private Path configuration(int httpPort, String protocol) {
        String queues =
                """
                Queues
                {
                  %s
                  {
                    Acknowledgement = True
                    Persistent = True
                  }
                  %s.dead
                  {
                    Persistent = True
                  }
                }
                """
                        .formatted(queue(), name);
        return EngineServer.writeConfiguration(
                folder.resolve("sluice.cfg"),
                """
                Resources
                {
                  MQServices
                  {
                    stomp
                    {
                      MQType = Stomp
                      Host = 127.0.0.1
                      Port = %d
                      VHost = /
                      User = guest
                      Password = guest
                      %s
                    }
                    amqp
                    {
                      MQType = RabbitMQ
                      Host = 127.0.0.1
                      Port = %d
                      VHost = /
                      User = guest
                      Password = guest
                      %s
                    }
                  }
                }
                Systems
                {
                  Transformation
                  {
                    Databases
                    {
                      TransformationDB
                      {
                        Host = 127.0.0.1
                        Port = %d
                        User = %s
                        Password = %s
                        DBName = %s
                      }
                    }
                    Sluice
                    {
                      Source = %s::Queues::%s
                      DeadLetter = %s::Queues::%s.dead
                      HttpPort = %d
                      MetadataFields
                      {
                        Channel = int
                        DataLevel = int
                      }
                    }
                  }
                }
                """
                        .formatted(
                                Servers.rabbitMq().stompPort(),
                                queues,
                                Servers.rabbitMq().amqpPort(),
                                queues,
                                BenchmarkDatabase.server().port(),
                                BenchmarkDatabase.server().user(),
                                BenchmarkDatabase.server().password(),
                                name,
                                protocol,
                                queue(),
                                protocol,
                                name,
                                httpPort));
    }

    /** Removes what the run left on the servers. */
    void drop() throws SQLException {
        Servers.rabbitMq().deleteQueue(queue());
        Servers.rabbitMq().deleteQueue(name + ".dead");
        execute("DROP DATABASE " + name);
    }
}
