package org.sluice.config.value;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code 50 ms}, {@code 0.05s}, {@code 2 min}, {@code 12 h}, {@code 30 d}, or a bare number in the option's own unit. */
final class Durations {

    static final String FORMS = "a number and one of ms, s, min, h, d, such as '50 ms' or '0.5 s'";

    private static final Pattern FORM = Pattern.compile("(\\d{1,15}(?:\\.\\d{1,9})?)\\s*([a-z]*)");

    private static final Map<String, ChronoUnit> UNITS = Map.of(
            "ms", ChronoUnit.MILLIS,
            "s", ChronoUnit.SECONDS,
            "min", ChronoUnit.MINUTES,
            "h", ChronoUnit.HOURS,
            "d", ChronoUnit.DAYS);

    private Durations() {}

    static Optional<Duration> parse(String text, ChronoUnit natural) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        ChronoUnit unit = matcher.group(2).isEmpty() ? natural : UNITS.get(matcher.group(2));
        return Optional.ofNullable(unit).flatMap(known -> times(matcher.group(1), known));
    }

    private static Optional<Duration> times(String number, ChronoUnit unit) {
        BigDecimal nanos = new BigDecimal(number)
                .multiply(BigDecimal.valueOf(unit.getDuration().toNanos()))
                .setScale(0, RoundingMode.HALF_UP);
        try {
            return Optional.of(Duration.ofNanos(nanos.longValueExact()));
        } catch (ArithmeticException e) {
            // More than 292 years, which no setting means.
            return Optional.empty();
        }
    }
}
