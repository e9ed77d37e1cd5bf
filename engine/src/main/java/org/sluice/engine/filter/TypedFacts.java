package org.sluice.engine.filter;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A file's values converted to the types that conditions ask for, each conversion done once. Made for one file at one moment, by one
 * thread.
 */
final class TypedFacts {
    private static final Reading ABSENT = new Reading(List.of(), Optional.empty(), Double.NaN);

    /** More fields than the metadata of most files are asked for; a power of two, as all sizes of the table. */
    private static final int USUAL_PLACES = 32;

    /**
     * What became of a value.
     *
     * @param elements its elements: one, unless it is a list
     * @param remark why one of them did not convert
     * @param nearest of a single number the nearest double, else NaN
     */
    record Reading(List<Typed> elements, Optional<String> remark, double nearest) {
        /** Whether it is a single number that a float holds exactly. */
        boolean isWholeFloat() {
            return elements.size() == 1 && elements.get(0) instanceof Typed.Exact number && number.isWholeFloat();
        }

        boolean isAbsent() {
            return elements.isEmpty();
        }
    }

    private final FileFacts facts;
    /** A hash table with open addressing, at most half full: it is made for every file, and asked for every condition. */
    private @Nullable Field[] fields = new @Nullable Field[USUAL_PLACES];

    private @Nullable Reading[] readings = new @Nullable Reading[USUAL_PLACES];
    private int size;
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
        int place = placeOf(field);
        Reading known = readings[place];
        return known == null ? first(field, place) : known;
    }

    private Reading first(Field field, int place) {
        JsonNode value = facts.find(field.name());
        Reading reading = value == null ? ABSENT : convert(field, value);
        reading.remark().ifPresent(remarks::add);
        fields[place] = field;
        readings[place] = reading;
        if (2 * ++size > fields.length) {
            grow();
        }
        return reading;
    }

    /** Where the field is, or where it may be put. */
    private int placeOf(Field field) {
        int mask = fields.length - 1;
        int hash = field.hashCode();
        int place = (hash ^ hash >>> 16) & mask;
        for (Field there = fields[place]; there != null && !there.equals(field); there = fields[place]) {
            place = place + 1 & mask;
        }
        return place;
    }

    private void grow() {
        @Nullable Field[] oldFields = fields;
        @Nullable Reading[] oldReadings = readings;
        fields = new @Nullable Field[2 * oldFields.length];
        readings = new @Nullable Reading[fields.length];
        for (int i = 0; i < oldFields.length; i++) {
            Field field = oldFields[i];
            if (field != null) {
                int place = placeOf(field);
                fields[place] = field;
                readings[place] = oldReadings[i];
            }
        }
    }

    /** Why values did not convert, in the order of names: one sentence for each name and type that was read. */
    List<String> remarks() {
        remarks.sort(Texts::compare);
        return remarks;
    }

    private static Reading convert(Field field, JsonNode value) {
        if (!value.isArray()) {
            Typed typed = Conversion.convert(value, field.type());
            double nearest = typed instanceof Typed.Exact number ? number.nearest() : Double.NaN;
            return new Reading(List.of(typed), remark(field, value, typed), nearest);
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
        return new Reading(List.copyOf(elements), remark, Double.NaN);
    }

    private static Optional<String> remark(Field field, JsonNode element, Typed typed) {
        return typed == Typed.Special.UNREADABLE
                ? Optional.of(field.name() + ": " + Texts.quote(element) + " is not "
                        + field.type().description())
                : Optional.empty();
    }
}
