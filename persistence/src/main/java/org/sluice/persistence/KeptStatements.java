package org.sluice.persistence;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Statements over many rows that MariaDB has read once and keeps for a connection: reading the text of 500 rows takes it as long
 * as writing them. The driver keeps short statements only, so these are kept here. The server needs some 500 bytes for each
 * parameter, hence what was not used for longest is given up beyond a number of them.
 *
 * <p>Thread-safe, as long as a connection is one thread's at a time.
 */
final class KeptStatements {
    private static final int MOST_PARAMETERS_A_CONNECTION = 100_000;

    private final Map<Connection, OfConnection> byConnection = new ConcurrentHashMap<>();

    /**
     * A statement to be executed and not to be closed.
     *
     * @param connection a pool's; the statement is the physical connection's, and outlives its return to the pool
     * @param parameters how many the text has
     */
    PreparedStatement prepare(Connection connection, String sql, int parameters) throws SQLException {
        org.mariadb.jdbc.Connection physical = connection.unwrap(org.mariadb.jdbc.Connection.class);
        return ofConnection(physical).prepare(physical, sql, parameters);
    }

    private OfConnection ofConnection(Connection physical) throws SQLException {
        OfConnection known = byConnection.get(physical);
        if (known != null) {
            return known;
        }
        for (Iterator<Connection> others = byConnection.keySet().iterator(); others.hasNext(); ) {
            if (others.next().isClosed()) {
                others.remove();
            }
        }
        return byConnection.computeIfAbsent(physical, first -> new OfConnection());
    }

    private static final class OfConnection {
        /** The one not used for longest first. */
        private final Map<String, Kept> statements = new LinkedHashMap<>(16, 0.75f, true);

        private int parameters;

        PreparedStatement prepare(org.mariadb.jdbc.Connection physical, String sql, int wanted) throws SQLException {
            Optional<Kept> kept = Optional.ofNullable(statements.get(sql));
            if (kept.isPresent()) {
                return kept.get().statement();
            }
            // Whatever the connection's options say, by the server: that is what it is for.
            PreparedStatement statement = physical.prepareInternal(
                    sql, Statement.NO_GENERATED_KEYS, ResultSet.TYPE_FORWARD_ONLY, ResultSet.CONCUR_READ_ONLY, true);
            statements.put(sql, new Kept(statement, wanted));
            parameters += wanted;
            giveUpBut(sql);
            return statement;
        }

        private void giveUpBut(String newest) throws SQLException {
            Iterator<Map.Entry<String, Kept>> eldest = statements.entrySet().iterator();
            while (parameters > MOST_PARAMETERS_A_CONNECTION && eldest.hasNext()) {
                Map.Entry<String, Kept> one = eldest.next();
                if (!one.getKey().equals(newest)) {
                    eldest.remove();
                    parameters -= one.getValue().parameters();
                    one.getValue().statement().close();
                }
            }
        }
    }

    private record Kept(PreparedStatement statement, int parameters) {}
}
