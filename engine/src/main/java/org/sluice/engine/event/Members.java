package org.sluice.engine.event;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The few members of a JSON object in the order in which they came. They are looked for one by one, which is cheaper to prepare than a
 * hash table. Members can only be added.
 */
final class Members extends AbstractMap<String, JsonNode> {

    /** With more, a hash table would be faster. */
    private static final int MOST = 64;

    private static final int FEW = 8;

    private int[] hashes = new int[FEW];
    private @Nullable String[] names = new @Nullable String[FEW];
    private @Nullable JsonNode[] values = new @Nullable JsonNode[FEW];
    private int size;

    /** False if there is one of that name already, or if there are too many. */
    boolean add(String name, JsonNode value) {
        if (size == MOST || placeOf(name) >= 0) {
            return false;
        }
        if (size == names.length) {
            hashes = Arrays.copyOf(hashes, 2 * size);
            names = Arrays.copyOf(names, 2 * size);
            values = Arrays.copyOf(values, 2 * size);
        }
        hashes[size] = name.hashCode();
        names[size] = name;
        values[size++] = value;
        return true;
    }

    private int placeOf(Object name) {
        int hash = name.hashCode();
        for (int i = 0; i < size; i++) {
            if (hashes[i] == hash && name.equals(names[i])) {
                return i;
            }
        }
        return -1;
    }

    @Override
    public @Nullable JsonNode get(Object name) {
        int place = placeOf(name);
        return place < 0 ? null : values[place];
    }

    @Override
    public boolean containsKey(Object name) {
        return placeOf(name) >= 0;
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public Set<Map.Entry<String, JsonNode>> entrySet() {
        return new AbstractSet<>() {
            @Override
            public Iterator<Map.Entry<String, JsonNode>> iterator() {
                return new Entries();
            }

            @Override
            public int size() {
                return size;
            }
        };
    }

    private final class Entries implements Iterator<Map.Entry<String, JsonNode>> {
        private int next;

        @Override
        public boolean hasNext() {
            return next < size;
        }

        @Override
        public Map.Entry<String, JsonNode> next() {
            if (next == size) {
                throw new NoSuchElementException();
            }
            int place = next++;
            return Map.entry(Objects.requireNonNull(names[place]), Objects.requireNonNull(values[place]));
        }
    }
}
