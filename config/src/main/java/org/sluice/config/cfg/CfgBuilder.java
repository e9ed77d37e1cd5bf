package org.sluice.config.cfg;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A section in the making; the parser fills one for each section of a file, the merger one for each of the result. */
final class CfgBuilder {

    private final String path;
    private @Nullable Origin origin;
    private final Map<String, CfgOption> options = new LinkedHashMap<>();
    private final Map<String, CfgBuilder> sections = new LinkedHashMap<>();

    CfgBuilder(String path, @Nullable Origin origin) {
        this.path = path;
        this.origin = origin;
    }

    String path() {
        return path;
    }

    @Nullable
    Origin origin() {
        return origin;
    }

    @Nullable
    CfgOption option(String name) {
        return options.get(name);
    }

    @Nullable
    CfgBuilder section(String name) {
        return sections.get(name);
    }

    void put(CfgOption option) {
        options.merge(option.name(), option, CfgOption::followedBy);
    }

    CfgBuilder open(String name, @Nullable Origin place) {
        return sections.computeIfAbsent(name, key -> new CfgBuilder(path + "/" + key, place));
    }

    /** Adds a later file's section to this one: options are replaced or extended, sections united. */
    void add(CfgSection later, List<Problem> problems) {
        if (origin == null) {
            origin = later.origin().orElse(null);
        }
        for (CfgOption option : later.options()) {
            CfgBuilder clash = sections.get(option.name());
            if (clash != null) {
                problems.add(clash(option.origin(), option.name(), "an option", "a section", clash.origin()));
            } else {
                put(option);
            }
        }
        for (CfgSection section : later.sections()) {
            CfgOption clash = options.get(section.name());
            if (clash != null && section.origin().isPresent()) {
                problems.add(clash(section.origin().get(), section.name(), "a section", "an option", clash.origin()));
            } else {
                open(section.name(), section.origin().orElse(null)).add(section, problems);
            }
        }
    }

    private Problem clash(Origin place, String name, String now, String before, @Nullable Origin first) {
        return Problem.error(place, "'" + path + "/" + name + "' is " + now + " here and " + before + " at " + first);
    }

    CfgSection build() {
        Map<String, CfgSection> built = new LinkedHashMap<>();
        sections.forEach((name, builder) -> built.put(name, builder.build()));
        return new CfgSection(path, Optional.ofNullable(origin), options, built);
    }

    /** Turns what is still waiting for an earlier value into values of their own, which is worth a warning each. */
    void settle(List<Problem> problems) {
        Stream.of(options.values().toArray(new CfgOption[0]))
                .filter(CfgOption::appending)
                .forEach(option -> {
                    problems.add(Problem.warning(
                            option.origin(),
                            "'" + path + "/" + option.name()
                                    + "' is appended to with '+=' but no file gives it a value before; taken as '='"));
                    options.put(option.name(), option.settled());
                });
        sections.values().forEach(section -> section.settle(problems));
    }
}
