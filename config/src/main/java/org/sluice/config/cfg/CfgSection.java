package org.sluice.config.cfg;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A section: options and further sections, each in the order in which their names first appeared. Immutable.
 *
 * <p>Two sections are equal if they hold equal options and sections in the same order, wherever they were written.
 */
public final class CfgSection {

    private final String path;
    private final Optional<Origin> origin;
    private final Map<String, CfgOption> options;
    private final Map<String, CfgSection> sections;

    CfgSection(String path, Optional<Origin> origin, Map<String, CfgOption> options, Map<String, CfgSection> sections) {
        this.path = path;
        this.origin = origin;
        this.options = Collections.unmodifiableMap(new LinkedHashMap<>(options));
        this.sections = Collections.unmodifiableMap(new LinkedHashMap<>(sections));
    }

    /** A section that says nothing, as if it were written at {@code path}. */
    public static CfgSection empty(String path) {
        return new CfgSection(path, Optional.empty(), Map.of(), Map.of());
    }

    /** From the root, {@code /Resources/MQServices}; the root's own path is empty. */
    public String path() {
        return path;
    }

    /** The last part of the path; empty for the root. */
    public String name() {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /** Where the name stands first; absent for the root and for a section that no file has. */
    public Optional<Origin> origin() {
        return origin;
    }

    public List<CfgOption> options() {
        return List.copyOf(options.values());
    }

    public List<CfgSection> sections() {
        return List.copyOf(sections.values());
    }

    public Optional<CfgOption> option(String name) {
        return Optional.ofNullable(options.get(name));
    }

    public Optional<CfgSection> section(String name) {
        return Optional.ofNullable(sections.get(name));
    }

    /** The section at a path below this one, {@code "Resources/MQServices"}; a leading slash does not matter. */
    public Optional<CfgSection> find(String relativePath) {
        Optional<CfgSection> found = Optional.of(this);
        for (String part : relativePath.split("/", -1)) {
            if (!part.isEmpty()) {
                found = found.flatMap(section -> section.section(part));
            }
        }
        return found;
    }

    /** As {@link #find}, with an empty section where there is none. */
    public CfgSection at(String relativePath) {
        String clean = relativePath.startsWith("/") ? relativePath : "/" + relativePath;
        return find(relativePath).orElseGet(() -> empty(path + clean));
    }

    public boolean isEmpty() {
        return options.isEmpty() && sections.isEmpty();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CfgSection that
                && path.equals(that.path)
                && options().equals(that.options())
                && sections().equals(that.sections());
    }

    @Override
    public int hashCode() {
        return Objects.hash(path, options, sections);
    }

    @Override
    public String toString() {
        return path.isEmpty() ? "/" : path;
    }
}
