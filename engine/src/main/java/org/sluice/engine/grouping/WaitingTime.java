package org.sluice.engine.grouping;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A length of time as people write it in a parameter: a whole number and a unit, seconds where there is none. */
final class WaitingTime {
    private static final Pattern FORM = Pattern.compile("(\\d{1,9})\\s*([a-z]*)");
    private static final Map<String, ChronoUnit> UNITS = Map.of(
            "", ChronoUnit.SECONDS,
            "s", ChronoUnit.SECONDS,
            "min", ChronoUnit.MINUTES,
            "h", ChronoUnit.HOURS,
            "d", ChronoUnit.DAYS);

    private WaitingTime() {}

    static Optional<Duration> parse(String text) {
        Matcher form = FORM.matcher(text.toLowerCase(Locale.ROOT));
        if (!form.matches()) {
            return Optional.empty();
        }
        return Optional.ofNullable(UNITS.get(form.group(2)))
                .map(unit -> Duration.of(Long.parseLong(form.group(1)), unit));
    }
}
