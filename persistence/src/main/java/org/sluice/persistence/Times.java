package org.sluice.persistence;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * Times in columns are UTC without a zone. They travel as {@link LocalDateTime}, which drivers write as it is; a {@code
 * java.sql.Timestamp} would pass through the JVM's zone, whose clock changes swallow an hour a year.
 */
final class Times {
    private Times() {}

    /** For DIRAC's columns, which hold whole seconds; cut here, since databases differ in rounding. */
    static LocalDateTime seconds(Instant time) {
        return LocalDateTime.ofInstant(time.truncatedTo(ChronoUnit.SECONDS), ZoneOffset.UTC);
    }

    /** For Sluice's columns, which hold microseconds. */
    static LocalDateTime micros(Instant time) {
        return LocalDateTime.ofInstant(time.truncatedTo(ChronoUnit.MICROS), ZoneOffset.UTC);
    }

    static Instant instant(LocalDateTime time) {
        return time.toInstant(ZoneOffset.UTC);
    }

    static Optional<Instant> read(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getObject(column, LocalDateTime.class)).map(Times::instant);
    }
}
