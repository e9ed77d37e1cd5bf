package org.sluice.persistence;

import java.sql.SQLException;

/** Carries a checked {@link SQLException} through lambdas to where {@link Faults} judges it. */
final class SqlFailure extends RuntimeException {
    private final String statement;

    SqlFailure(String statement, SQLException cause) {
        super(cause);
        this.statement = statement;
    }

    /** The statement's text up to its first row of values. */
    String statement() {
        return statement;
    }
}
