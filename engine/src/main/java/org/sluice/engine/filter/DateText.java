package org.sluice.engine.filter;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads dates: {@code YYYY-MM-DD}, {@code YYYY-MM-DD HH:MM:SS[.fraction]} as DIRAC writes them, and ISO 8601 calendar dates with or
 * without time, offset, fraction and separators. Without an offset the time is UTC.
 *
 * <p>Moments become exact decimal seconds, because {@link java.time.Instant} would cut fractions after nine digits.
 */
final class DateText {
    private static final int MAX_CHARS = 100;
    private static final String OFFSET = "(?<offset>[Zz]|[+-]\\d\\d(?::?\\d\\d(?::?\\d\\d)?)?)?";
    private static final Pattern EXTENDED = Pattern.compile(
            "(?<year>[+-]\\d{4,9}|\\d{4})-(?<month>\\d\\d)-(?<day>\\d\\d)(?:[Tt ](?<hour>\\d\\d):(?<minute>\\d\\d)"
                    + "(?::(?<second>\\d\\d)(?:[.,](?<fraction>\\d+))?)?" + OFFSET + ")?");
    private static final Pattern BASIC =
            Pattern.compile("(?<year>\\d{4})(?<month>\\d\\d)(?<day>\\d\\d)(?:[Tt](?<hour>\\d\\d)(?<minute>\\d\\d)"
                    + "(?:(?<second>\\d\\d)(?:[.,](?<fraction>\\d+))?)?" + OFFSET + ")?");

    private DateText() {}

    /** The moment in seconds since 1970, or {@link Typed.Special#UNREADABLE}. */
    static Typed parse(String written) {
        if (written.length() > MAX_CHARS) {
            return Typed.Special.UNREADABLE;
        }
        String text = written.strip();
        Matcher date = EXTENDED.matcher(text);
        if (!date.matches()) {
            date = BASIC.matcher(text);
            if (!date.matches()) {
                return Typed.Special.UNREADABLE;
            }
        }
        try {
            return new Typed.Exact(seconds(date));
        } catch (DateTimeException noSuchDate) {
            return Typed.Special.UNREADABLE;
        }
    }

    private static BigDecimal seconds(Matcher date) {
        LocalDate day = LocalDate.of(number(date, "year"), number(date, "month"), number(date, "day"));
        String fraction = date.group("fraction");
        BigDecimal part = fraction == null ? BigDecimal.ZERO : new BigDecimal("0." + fraction);
        long ofDay = secondOfDay(number(date, "hour"), number(date, "minute"), number(date, "second"), part.signum());
        return BigDecimal.valueOf(day.toEpochDay() * 86_400 + ofDay - offset(date.group("offset")))
                .add(part);
    }

    private static long secondOfDay(int hour, int minute, int second, int fraction) {
        // ISO 8601 allows 24:00:00 for the end of a day.
        boolean endOfDay = hour == 24 && minute == 0 && second == 0 && fraction == 0;
        if ((hour > 23 && !endOfDay) || minute > 59 || second > 59) {
            throw new DateTimeException("no such time of day");
        }
        return (hour * 60L + minute) * 60 + second;
    }

    private static int offset(@Nullable String text) {
        return text == null ? 0 : ZoneOffset.of(text.replace('z', 'Z')).getTotalSeconds();
    }

    private static int number(Matcher date, String group) {
        String digits = date.group(group);
        return digits == null ? 0 : Integer.parseInt(digits);
    }
}
