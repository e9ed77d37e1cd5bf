package org.sluice.persistence;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool.PoolInitializationException;
import java.time.Clock;
import java.time.Instant;
import org.hibernate.SessionFactory;
import org.hibernate.cfg.Configuration;
import org.hibernate.cfg.JdbcSettings;
import org.hibernate.cfg.MappingSettings;
import org.sluice.engine.store.FileLookup;
import org.sluice.engine.store.NoticeOutbox;
import org.sluice.engine.store.StoreUnavailableException;
import org.sluice.engine.store.TransformationRegistry;
import org.sluice.engine.store.TriggerStore;

/**
 * A database with DIRAC's tables and Sluice's own, opened: the engine's stores over it. Thread-safe; several processes
 * may have the same database open. {@code docs/database.md} tells of tables, locks and retention.
 */
public final class Database implements AutoCloseable {
    private final HikariDataSource connections;
    private final SessionFactory sessions;
    private final Transactions transactions;
    private final Flavour flavour;
    private final Clock clock;
    private final SqlTriggerStore store;
    private final SqlRegistry registry;

    private Database(DatabaseSettings settings, HikariDataSource connections, SessionFactory sessions, Clock clock) {
        this.flavour = settings.isMariaDb() ? new MariaDb() : new H2();
        this.clock = clock;
        this.connections = connections;
        this.sessions = sessions;
        this.transactions = new Transactions(sessions, new Faults(settings.address()));
        this.store = new SqlTriggerStore(transactions, flavour, clock);
        this.registry = new SqlRegistry(transactions, flavour, clock);
    }

    /** Opens a database with the system's clock; see {@link #open(DatabaseSettings, Clock)}. */
    public static Database open(DatabaseSettings settings) {
        return open(settings, Clock.systemUTC());
    }

    /**
     * Connects, and creates the tables that are missing; tables of DIRAC's that exist are left as they are.
     *
     * @param clock for the times that are written
     * @throws StoreUnavailableException when it cannot be reached now, with the address and what to do
     * @throws SchemaConflictException when its tables are not such as this version can work with
     */
    public static Database open(DatabaseSettings settings, Clock clock) {
        HikariDataSource connections = connect(settings);
        try {
            new Schema(settings, connections).migrate();
            return new Database(settings, connections, sessions(connections), clock);
        } catch (RuntimeException e) {
            connections.close();
            throw new Faults(settings.address()).judge(e);
        }
    }

    private static HikariDataSource connect(DatabaseSettings settings) {
        try {
            return new HikariDataSource(Connections.pool(settings));
        } catch (PoolInitializationException e) {
            throw Connections.unreachable(settings, e);
        }
    }

    private static SessionFactory sessions(HikariDataSource connections) {
        Configuration configuration = new Configuration()
                .addAnnotatedClass(TransformationEntity.class)
                .addAnnotatedClass(MetaQueryEntity.class)
                .addAnnotatedClass(ParameterEntity.class);
        configuration.getProperties().put(JdbcSettings.JAKARTA_NON_JTA_DATASOURCE, connections);
        configuration.getProperties().put(JdbcSettings.CONNECTION_PROVIDER_DISABLES_AUTOCOMMIT, true);
        configuration.getProperties().put(MappingSettings.JAVA_TIME_USE_DIRECT_JDBC, true);
        return configuration.buildSessionFactory();
    }

    /** The engine's transactions. */
    public TriggerStore triggerStore() {
        return store;
    }

    /** The notices to be sent. */
    public NoticeOutbox noticeOutbox() {
        return store;
    }

    /** The transformations. */
    public TransformationRegistry transformationRegistry() {
        return registry;
    }

    /** What is known of files. */
    public FileLookup fileLookup() {
        return new SqlFileLookup(transactions);
    }

    /**
     * Looks at what others wrote into the tables since the last look, of this or another process, and acts on it as if
     * Sluice had done it; see {@code docs/beside-dirac.md}. To be called every two seconds.
     *
     * @throws StoreUnavailableException when the database cannot do it now; the next look finds the same
     */
    public OutsideWork lookOutside() {
        return transactions.repeatable(session -> session.doReturningWork(
                connection -> new OutsideWatch(flavour.statements(connection), flavour, clock).look()));
    }

    /**
     * Forgets journal entries received before a time, some thousands a transaction. An event that arrives again after
     * that is handled again, without an effect that is already there.
     *
     * @return how many were forgotten
     * @throws StoreUnavailableException when the database cannot do it now; what was forgotten stays so
     */
    public long forgetEventsBefore(Instant before) {
        return new Retention(transactions).forgetEventsBefore(before);
    }

    /** Closes all connections. */
    @Override
    public void close() {
        sessions.close();
        connections.close();
    }
}
