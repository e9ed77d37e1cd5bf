package org.sluice.config.cfg;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One option: {@code Name = value}, perhaps with further values appended by {@code Name += value}. Immutable.
 *
 * <p>Two options are equal if their names and values are, wherever they were written.
 */
public final class CfgOption {

    private final String name;
    private final Origin origin;
    private final List<CfgValue> parts;
    private final boolean appending;

    /**
     * @param appending true while the first part is itself an appended one, for which an earlier file may hold the rest
     */
    CfgOption(String name, Origin origin, List<CfgValue> parts, boolean appending) {
        this.name = name;
        this.origin = origin;
        this.parts = List.copyOf(parts);
        this.appending = appending;
    }

    public String name() {
        return name;
    }

    /** Where the name stands. */
    public Origin origin() {
        return origin;
    }

    /** Where the value begins. */
    public Origin valueOrigin() {
        return parts.get(0).origin();
    }

    /** What each {@code =} and {@code +=} gave, at least one, in the order in which they were read. */
    public List<CfgValue> parts() {
        return parts;
    }

    /** The whole value, the parts joined by {@code ", "}; empty if the option is there without a value. */
    public String value() {
        return parts.stream()
                .map(CfgValue::text)
                .filter(text -> !text.isEmpty())
                .collect(Collectors.joining(", "));
    }

    /** The value read as a list: split at commas, trimmed, empty elements left out (DIRAC's {@code List.fromChar}). */
    public List<CfgValue> items() {
        List<CfgValue> items = new ArrayList<>();
        for (CfgValue part : parts) {
            int from = 0;
            while (from <= part.text().length()) {
                int comma = part.text().indexOf(',', from);
                int to = comma < 0 ? part.text().length() : comma;
                int start = from;
                while (start < to && Character.isWhitespace(part.text().charAt(start))) {
                    start++;
                }
                String item = part.text().substring(start, to).strip();
                if (!item.isEmpty()) {
                    Origin place = part.origin();
                    items.add(new CfgValue(item, new Origin(place.file(), place.line(), place.column() + start)));
                }
                from = to + 1;
            }
        }
        return List.copyOf(items);
    }

    boolean appending() {
        return appending;
    }

    /** This option after {@code later} of the same name: replaced by it, or extended. */
    CfgOption followedBy(CfgOption later) {
        if (!later.appending) {
            return later;
        }
        List<CfgValue> all = Stream.concat(parts.stream(), later.parts.stream()).toList();
        return new CfgOption(name, origin, all, appending);
    }

    CfgOption settled() {
        return appending ? new CfgOption(name, origin, parts, false) : this;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CfgOption that
                && name.equals(that.name)
                && appending == that.appending
                && value().equals(that.value());
    }

    @Override
    public int hashCode() {
        return Objects.hash(name, value());
    }

    /** The name and the place, not the value, which may be a secret. */
    @Override
    public String toString() {
        return name + " (" + origin + ")";
    }
}
