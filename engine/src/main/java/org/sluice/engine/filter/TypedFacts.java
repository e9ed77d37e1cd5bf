package org.sluice.engine.filter;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A file's values converted to the types that conditions ask for, each conversion done once. Made for one file at one moment, by one
 * thread.
 */
final class TypedFacts {
    private static final Reading ABSENT = new Reading(List.of(), Optional.empty());

    /** The elements of a value (one, unless it is a list), and why one of them did not convert. */
    record Reading(List<Typed> elements, Optional<String> remark) {
        boolean isAbsent() {
            return elements.isEmpty();
        }
    }

    private final FileFacts facts;
    private final Map<Field, Reading> readings = new HashMap<>();
    private final List<String> remarks = new ArrayList<>(0);

    TypedFacts(FileFacts facts) {
        this.facts = facts;
    }

    FileFacts facts() {
        return facts;
    }

    boolean has(String name) {
        return facts.find(name) != null;
    }

    /** The value of a name as a type; no elements where the name is absent. */
    Reading read(Field field) {
        Reading known = readings.get(field);
        if (known == null) {
            JsonNode value = facts.find(field.name());
            known = value == null ? ABSENT : convert(field, value);
            readings.put(field, known);
            known.remark().ifPresent(remarks::add);
        }
        return known;
    }

    /** Why values did not convert, in the order of names: one sentence for each name and type that was read. */
    List<String> remarks() {
        remarks.sort(Texts::compare);
        return remarks;
    }

    private static Reading convert(Field field, JsonNode value) {
        if (!value.isArray()) {
            Typed typed = Conversion.convert(value, field.type());
            return new Reading(List.of(typed), remark(field, value, typed));
        }
        List<Typed> elements = new ArrayList<>();
        Optional<String> remark = Optional.empty();
        for (JsonNode element : value) {
            if (!element.isNull()) {
                Typed typed = Conversion.convert(element, field.type());
                elements.add(typed);
                remark = remark.isPresent() ? remark : remark(field, element, typed);
            }
        }
        return new Reading(List.copyOf(elements), remark);
    }

    private static Optional<String> remark(Field field, JsonNode element, Typed typed) {
        return typed == Typed.Special.UNREADABLE
                ? Optional.of(field.name() + ": " + Texts.quote(element) + " is not "
                        + field.type().description())
                : Optional.empty();
    }
}
