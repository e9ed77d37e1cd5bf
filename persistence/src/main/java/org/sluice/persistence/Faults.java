package org.sluice.persistence;

import java.sql.SQLException;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.sluice.engine.store.DataFaultException;
import org.sluice.engine.store.StoreUnavailableException;

/**
 * Tells what the database refuses for good from what may succeed later. Whatever is not known to be the fault of a
 * value counts as passing: a batch that is tried again does no harm, one that is wrongly dead-lettered does.
 */
final class Faults {
    /** NOT NULL and CHECK (MariaDB), NOT NULL and CHECK (H2); keys and references depend on what others do. */
    private static final Set<Integer> LASTING_VIOLATIONS = Set.of(1048, 1364, 4025, 23502, 23513, 23514);

    /** Keys that another transaction took first (MariaDB, H2). */
    private static final Set<Integer> TAKEN_KEYS = Set.of(1062, 23505);

    private final String address;

    Faults(String address) {
        this.address = address;
    }

    /** The exception that the engine's ports promise, or the given one where it is no fault of the database. */
    RuntimeException judge(RuntimeException thrown) {
        if (thrown instanceof DataFaultException
                || thrown instanceof StoreUnavailableException
                || thrown instanceof SchemaConflictException) {
            return thrown;
        }
        SQLException cause = sqlCause(thrown);
        if (cause == null) {
            return thrown;
        }
        if (isOfTheValue(cause)) {
            return new DataFaultException(address + " refuses a value: " + cause.getMessage(), thrown);
        }
        return new StoreUnavailableException(
                address + " cannot do it now: " + cause.getMessage() + advice(cause), thrown);
    }

    private static @Nullable SQLException sqlCause(Throwable thrown) {
        for (Throwable t = thrown; t != null; t = t.getCause()) {
            if (t instanceof SQLException sql) {
                return sql;
            }
        }
        return null;
    }

    /**
     * Whether another transaction was in the way, so that the same work may succeed at once: a deadlock, or a row that
     * the other made first.
     */
    static boolean isContention(RuntimeException thrown) {
        SQLException cause = sqlCause(thrown);
        if (cause == null) {
            return false;
        }
        return "40001".equals(cause.getSQLState()) || TAKEN_KEYS.contains(cause.getErrorCode());
    }

    private static boolean isOfTheValue(SQLException e) {
        String state = e.getSQLState() == null ? "" : e.getSQLState();
        return state.startsWith("22") || state.startsWith("23") && LASTING_VIOLATIONS.contains(e.getErrorCode());
    }

    private static String advice(SQLException e) {
        return switch (e.getErrorCode()) {
            case 1021, 1114 -> "; the server's disk is full: make room";
            case 1040, 1203 -> "; it has too many connections: raise max_connections or run fewer processes";
            case 1290, 1836 ->
                "; it is read-only: wait until it is not, or point Sluice at the server that takes writes";
            case 1153 -> "; raise the server's max_allowed_packet";
            default -> "";
        };
    }
}
