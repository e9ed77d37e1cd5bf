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
    /** More fields than the metadata of most files are asked for; a power of two, as all sizes of the table. */
    private static final int USUAL_PLACES = 32;

    /**
     * What became of the value of a field.
     *
     * @param elements its elements: one, unless it is a list
     * @param remark why one of them did not convert
     * @param isNumber whether it is a single number
     * @param rank of a single number, see {@link Bounds#rank}
     */
    record Reading(Field field, List<Typed> elements, Optional<String> remark, boolean isNumber, int rank) {
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
        return known == null ? first(field, facts.find(field.name()), place) : known;
    }

    /** The same where the value is at hand. */
    Reading read(Field field, JsonNode value) {
        int place = placeOf(field);
        Reading known = readings[place];
        return known == null ? first(field, value, place) : known;
    }

    private Reading first(Field field, @Nullable JsonNode value, int place) {
        Reading reading =
                value == null ? new Reading(field, List.of(), Optional.empty(), false, 0) : convert(field, value);
        reading.remark().ifPresent(remarks::add);
        readings[place] = reading;
        if (2 * ++size > readings.length) {
            grow();
        }
        return reading;
    }

    /** Where the field is, or where it may be put. */
    private int placeOf(Field field) {
        int mask = readings.length - 1;
        int hash = field.hashCode();
        int place = (hash ^ hash >>> 16) & mask;
        for (Reading there = readings[place]; there != null && !there.field().equals(field); there = readings[place]) {
            place = place + 1 & mask;
        }
        return place;
    }

    private void grow() {
        @Nullable Reading[] old = readings;
        readings = new @Nullable Reading[2 * old.length];
        for (Reading reading : old) {
            if (reading != null) {
                readings[placeOf(reading.field())] = reading;
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
            boolean isNumber = typed instanceof Typed.Exact;
            int rank = typed instanceof Typed.Exact number ? Bounds.rank(number.nearest()) : 0;
            return new Reading(field, List.of(typed), remark(field, value, typed), isNumber, rank);
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
        return new Reading(field, List.copyOf(elements), remark, false, 0);
    }

    private static Optional<String> remark(Field field, JsonNode element, Typed typed) {
        return typed == Typed.Special.UNREADABLE
                ? Optional.of(field.name() + ": " + Texts.quote(element) + " is not "
                        + field.type().description())
                : Optional.empty();
    }
}
