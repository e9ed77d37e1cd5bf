package org.sluice.config;

import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.sluice.config.cfg.CfgOption;
import org.sluice.config.cfg.CfgSection;
import org.sluice.config.cfg.CfgValue;
import org.sluice.config.cfg.ConfigException;
import org.sluice.config.cfg.Origin;
import org.sluice.config.cfg.Problem;
import org.sluice.config.value.Reading;
import org.sluice.config.value.Secret;
import org.sluice.config.value.SectionReader;

/**
 * The options of a consumer that are its module's own. References ({@code ${env:NAME}}) are looked up. An option that is
 * absent or has no value gives an empty result; one whose value is wrong is a {@link ConfigException} with file, line and
 * column. Immutable; safe for use by several threads.
 */
public final class ConsumerOptions {

    private final CfgSection section;
    private final Reading reading;
    private final List<String> names;

    /** @param names which options of the section are meant */
    ConsumerOptions(CfgSection section, Reading reading, List<String> names) {
        this.section = section;
        this.reading = reading;
        this.names = List.copyOf(names);
    }

    /** In the order of the configuration. */
    public List<String> names() {
        return names;
    }

    public Optional<String> text(String name) {
        return read(name, options -> options.text(name));
    }

    /**
     * The text of an option that must be there.
     *
     * @throws ConfigException also when it is absent or has no value
     */
    public String required(String name) {
        return text(name).orElseThrow(() -> wrong(name, "'" + name + "' is missing in " + section));
    }

    /** A whole number between the bounds, which are included. */
    public Optional<Integer> integer(String name, int min, int max) {
        return read(name, options -> options.integer(name, min, max));
    }

    /** {@code True} or {@code False}, {@code yes} or {@code no}, in any letter case. */
    public Optional<Boolean> flag(String name) {
        return read(name, options -> options.flag(name));
    }

    /**
     * A length of time above zero.
     *
     * @param natural the unit of a bare number
     */
    public Optional<Duration> duration(String name, ChronoUnit natural) {
        return read(name, options -> options.duration(name, natural));
    }

    /** A file name, not looked at; where it is not absolute, it is taken from the directory in which Sluice runs. */
    public Optional<Path> path(String name) {
        return read(name, options -> options.path(name));
    }

    /**
     * A password: not written out in a file that others may read, and not shown by its {@code toString}. {@code config show}
     * masks it where the option's name ends like one: in Password, Passcode, Passphrase, Secret, Token, Credential(s), ApiKey,
     * AccessKey, PrivateKey or AuthKey; call it so.
     */
    public Optional<Secret> secret(String name) {
        return read(name, options -> options.secret(name));
    }

    /** The elements of a comma-separated list, in order; empty if there are none. */
    public List<String> list(String name) {
        return read(
                name, options -> options.list(name).stream().map(CfgValue::text).toList());
    }

    /** All of them as text, in the order of the configuration; the empty text where there is no value. */
    public Map<String, String> asMap() {
        Map<String, String> all = new LinkedHashMap<>();
        names.forEach(name -> all.put(name, text(name).orElse("")));
        return all;
    }

    /**
     * What a module throws when it does not like a value for reasons of its own.
     *
     * @param message a sentence for the person who wrote the file, shown behind the option's place
     */
    public ConfigException wrong(String name, String message) {
        Optional<Origin> place =
                section.option(name).map(CfgOption::valueOrigin).or(section::origin);
        return new ConfigException(
                place.map(origin -> Problem.error(origin, message)).orElseGet(() -> Problem.error(message)));
    }

    private <T> T read(String name, Function<SectionReader, T> reader) {
        Reading pass = reading.again();
        CfgSection seen = names.contains(name) ? section : CfgSection.empty(section.path());
        T read = reader.apply(new SectionReader(seen, pass));
        pass.throwIfErrors();
        return read;
    }

    /** The names, not the values, which may be secrets. */
    @Override
    public String toString() {
        return names.toString();
    }
}
