package org.sluice.config.value;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.sluice.config.cfg.CfgOption;
import org.sluice.config.cfg.CfgSection;
import org.sluice.config.cfg.CfgValue;
import org.sluice.config.cfg.ConfigException;
import org.sluice.config.cfg.Origin;

/**
 * Reads the options of one section by type. An option that is absent or has no value gives an empty result; one whose
 * value is wrong is reported with its place to the {@link Reading} and then counts as absent, so that reading goes on.
 */
public final class SectionReader {

    private static final Set<String> YES = Set.of("true", "yes", "y", "1");
    private static final Set<String> NO = Set.of("false", "no", "n", "0");

    private final CfgSection section;
    private final Reading reading;

    public SectionReader(CfgSection section, Reading reading) {
        this.section = section;
        this.reading = reading;
    }

    public CfgSection section() {
        return section;
    }

    /** The section's name, the last part of its path. */
    public String name() {
        return section.name();
    }

    public Reading reading() {
        return reading;
    }

    /** A reader of the section at the path below this one, of an empty section if there is none. */
    public SectionReader at(String relativePath) {
        return new SectionReader(section.at(relativePath), reading);
    }

    public List<SectionReader> sections() {
        return section.sections().stream()
                .map(inner -> new SectionReader(inner, reading))
                .toList();
    }

    public List<String> sectionNames() {
        return section.sections().stream().map(CfgSection::name).toList();
    }

    /** The value with its references looked up. */
    public Optional<String> text(String name) {
        return value(name).map(CfgValue::text);
    }

    /** The elements of a comma-separated list, in order, each with its place; empty if there are none. */
    public List<CfgValue> list(String name) {
        return option(name).map(CfgOption::items).orElse(List.of()).stream()
                .flatMap(item -> resolved(item).stream())
                .toList();
    }

    /** {@code True}, {@code yes}, {@code y}, {@code 1}, or {@code False}, {@code no}, {@code n}, {@code 0}; any case. */
    public Optional<Boolean> flag(String name) {
        return convert(name, "True or False", text -> {
            String lower = text.toLowerCase(Locale.ROOT);
            return YES.contains(lower)
                    ? Optional.of(true)
                    : NO.contains(lower) ? Optional.of(false) : Optional.<Boolean>empty();
        });
    }

    /** A whole number between the bounds, which are included. */
    public Optional<Integer> integer(String name, int min, int max) {
        String expected = max == Integer.MAX_VALUE
                ? "a whole number, " + min + " or more"
                : "a whole number from " + min + " to " + max;
        return convert(name, expected, text -> number(text).filter(value -> value >= min && value <= max));
    }

    /** A TCP port. */
    public Optional<Integer> port(String name) {
        return integer(name, 1, 65535);
    }

    /**
     * A length of time above zero.
     *
     * @param natural the unit of a bare number
     */
    public Optional<Duration> duration(String name, ChronoUnit natural) {
        return convert(
                name, Durations.FORMS, text -> Durations.parse(text, natural).filter(length -> !length.isZero()));
    }

    /** A file name, not looked at. */
    public Optional<Path> path(String name) {
        return convert(name, "a file name", text -> {
            try {
                return Optional.of(Path.of(text));
            } catch (InvalidPathException e) {
                return Optional.empty();
            }
        });
    }

    /** One of several words, in any letter case. */
    public <E extends Enum<E>> Optional<E> choice(String name, Class<E> type, Function<E, String> word) {
        List<E> all = List.of(type.getEnumConstants());
        List<String> words = all.stream().map(word).toList();
        return convert(name, "one of " + String.join(", ", words), text -> all.stream()
                .filter(one -> word.apply(one).equalsIgnoreCase(text))
                .findFirst());
    }

    /**
     * A password. It is not fetched before it is used; one that is written out in a file that others may read is an
     * error.
     */
    public Optional<Secret> secret(String name) {
        return option(name).filter(option -> !option.value().isEmpty()).flatMap(this::secret);
    }

    private Optional<Secret> secret(CfgOption option) {
        for (CfgValue part : option.parts()) {
            String file = part.origin().file();
            if (References.leaveText(part.text()) && reading.isShared(file)) {
                reading.error(part.origin(), FileAccess.refusal(file));
                return Optional.empty();
            }
        }
        Secret secret = new Secret(option.value(), option.valueOrigin(), reading.references());
        if (reading.isProbing()) {
            try {
                secret.reveal();
            } catch (ConfigException e) {
                reading.report(e);
            }
        }
        return Optional.of(secret);
    }

    /** A value in the caller's own form; {@code expected} completes the sentence "expected …". */
    public <T> Optional<T> convert(String name, String expected, Function<String, Optional<T>> parser) {
        return convert(name, parser, origin -> reading.error(origin, unexpected(name, expected)));
    }

    /** The same where one can go on without it: another form is a warning; {@code consequence} says what follows. */
    public <T> Optional<T> convertOrWarn(
            String name, String expected, String consequence, Function<String, Optional<T>> parser) {
        return convert(
                name, parser, origin -> reading.warning(origin, unexpected(name, expected) + "; " + consequence));
    }

    private <T> Optional<T> convert(String name, Function<String, Optional<T>> parser, Consumer<Origin> complaint) {
        return value(name).flatMap(value -> {
            Optional<T> parsed = parser.apply(value.text());
            if (parsed.isEmpty()) {
                complaint.accept(value.origin());
            }
            return parsed;
        });
    }

    private String unexpected(String name, String expected) {
        return "expected " + expected + " for '" + name + "', found " + found(name);
    }

    /** Warns of every option and section that is not known here, naming the nearest that is. */
    public void known(Collection<String> options, Collection<String> sections) {
        for (CfgOption option : section.options()) {
            if (sections.contains(option.name())) {
                reading.error(
                        option.origin(),
                        "'" + option.name() + "' is a section in " + section + ": write " + option.name() + " { … }");
            } else if (!options.contains(option.name())) {
                reading.warning(
                        option.origin(),
                        "unknown option '" + option.name() + "' in " + section
                                + Names.suggestion(option.name(), options));
            }
        }
        for (CfgSection inner : section.sections()) {
            if (!sections.contains(inner.name())) {
                inner.origin()
                        .ifPresent(place -> reading.warning(
                                place,
                                "unknown section '" + inner.name() + "' in " + section
                                        + Names.suggestion(inner.name(), sections)));
            }
        }
    }

    /** Warns of every option: this section is a list of sections, whose names are the user's own. */
    public void holdsSectionsOnly() {
        known(List.of(), sectionNames());
    }

    /** Warns of options that look like a known one misspelt, in a section that holds others' options too. */
    public void warnOfMisspelt(Collection<String> known) {
        for (CfgOption option : section.options()) {
            if (!known.contains(option.name())) {
                Names.nearest(option.name(), known)
                        .ifPresent(near -> reading.warning(
                                option.origin(),
                                "option '" + option.name() + "' in " + section + " is not known here; did you mean '"
                                        + near + "'?"));
            }
        }
    }

    private Optional<CfgOption> option(String name) {
        return section.option(name);
    }

    private Optional<CfgValue> value(String name) {
        return option(name)
                .map(option -> new CfgValue(option.value(), option.valueOrigin()))
                .filter(value -> !value.text().isEmpty())
                .flatMap(this::resolved);
    }

    private Optional<CfgValue> resolved(CfgValue value) {
        try {
            String text = reading.references().resolve(value.text(), value.origin());
            return Optional.of(new CfgValue(text, value.origin()));
        } catch (ConfigException e) {
            reading.report(e);
            return Optional.empty();
        }
    }

    /** The value as it is written, so that what a reference stands for is not shown. */
    private String found(String name) {
        String written = option(name).map(CfgOption::value).orElse("");
        return "'" + written + "'" + (References.occurIn(written) ? " (whose value is not shown)" : "");
    }

    private static Optional<Integer> number(String text) {
        try {
            return Optional.of(Integer.parseInt(text));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
