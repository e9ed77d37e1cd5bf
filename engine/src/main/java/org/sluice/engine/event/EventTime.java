package org.sluice.engine.event;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAccessor;
import org.jspecify.annotations.Nullable;

/** When an event happened, read from its text. */
final class EventTime {

    /** Producers' clocks differ; what is further ahead than this would outrank every later truth about its key. */
    private static final Duration FURTHEST_AHEAD = Duration.ofHours(1);

    /** The first moment that a DATETIME column can hold. */
    private static final Instant EARLIEST = Instant.parse("1000-01-01T00:00:00Z");

    private static final DateTimeFormatter ISO_8601 = new DateTimeFormatterBuilder()
            .parseCaseInsensitive()
            .append(DateTimeFormatter.ISO_LOCAL_DATE)
            .optionalStart()
            .appendLiteral('T')
            .append(DateTimeFormatter.ISO_LOCAL_TIME)
            .appendOptional(offset("+HH:MM", "Z"))
            .appendOptional(offset("+HHMM", "+0000"))
            .appendOptional(offset("+HH", "+00"))
            .toFormatter()
            .withResolverStyle(ResolverStyle.STRICT);

    /** How the usual form begins, 0 for any digit; digits of a fraction may follow, and UTC as its zone. */
    private static final String USUAL = "0000-00-00T00:00:00";

    /** Where the digits of a fraction begin. */
    private static final int FRACTION = USUAL.length() + 1;

    private static final int MOST_DIGITS = 9;

    private EventTime() {}

    private static DateTimeFormatter offset(String pattern, String zero) {
        return new DateTimeFormatterBuilder()
                .parseCaseInsensitive()
                .appendOffset(pattern, zero)
                .toFormatter();
    }

    /** The moment that a text names, UTC where it has no zone; the receipt where that is more than an hour ahead. */
    static Instant parse(String text, Instant receivedAt) throws Refusal {
        Instant time;
        try {
            time = instant(text.length() > 10 && text.charAt(10) == ' ' ? text.replaceFirst(" ", "T") : text);
        } catch (DateTimeException e) {
            throw invalid(text, e.getMessage());
        }
        if (time.isBefore(EARLIEST)) {
            throw invalid(text, "the tables hold no time before the year 1000");
        }
        return kept(time.isAfter(receivedAt.plus(FURTHEST_AHEAD)) ? receivedAt : time);
    }

    /** To the microsecond, which is what databases keep. */
    static Instant kept(Instant time) {
        return time.truncatedTo(ChronoUnit.MICROS);
    }

    private static Instant instant(String text) {
        int end = beforeUtc(text);
        return isUsual(text, end) ? usual(text, end) : any(text);
    }

    /** Where a zone begins that means UTC, if one stands at the end. */
    private static int beforeUtc(String text) {
        int length = text.length();
        if (text.endsWith("Z")) {
            return length - 1;
        }
        return text.endsWith("+00:00") ? length - 6 : length;
    }

    /** {@code 2026-11-22T00:23:41.25Z}: nearly all are written so, and formatters cost microseconds. */
    private static boolean isUsual(String text, int end) {
        if (end != USUAL.length() && (end <= FRACTION || end > FRACTION + MOST_DIGITS)) {
            return false;
        }
        for (int i = 0; i < end; i++) {
            char expected = i < USUAL.length() ? USUAL.charAt(i) : i < FRACTION ? '.' : '0';
            char c = text.charAt(i);
            if (expected == '0' ? c < '0' || c > '9' : c != expected) {
                return false;
            }
        }
        return true;
    }

    private static Instant usual(String text, int end) {
        int fraction = 0;
        for (int i = FRACTION; i < FRACTION + MOST_DIGITS; i++) {
            fraction = 10 * fraction + (i < end ? text.charAt(i) - '0' : 0);
        }
        return LocalDateTime.of(
                        number(text, 0, 4),
                        number(text, 5, 7),
                        number(text, 8, 10),
                        number(text, 11, 13),
                        number(text, 14, 16),
                        number(text, 17, 19),
                        fraction)
                .toInstant(ZoneOffset.UTC);
    }

    private static int number(String text, int from, int to) {
        return Integer.parseInt(text, from, to, 10);
    }

    private static Instant any(String text) {
        TemporalAccessor read = ISO_8601.parseBest(text, OffsetDateTime::from, LocalDateTime::from, LocalDate::from);
        if (read instanceof OffsetDateTime time) {
            return time.toInstant();
        }
        LocalDateTime local =
                read instanceof LocalDateTime time ? time : LocalDate.from(read).atStartOfDay();
        return local.toInstant(ZoneOffset.UTC);
    }

    private static Refusal invalid(String text, @Nullable String why) {
        return new Refusal(
                RejectionReason.INVALID_TIME,
                "The time " + Shown.text(text) + " cannot be read (" + Shown.cut(String.valueOf(why), 150)
                        + "); write it like 2026-11-22T00:23:41.250Z.");
    }
}
