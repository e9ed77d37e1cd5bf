package org.sluice.engine.store.memory;

import java.util.Deque;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** A table: sorted rows by key, each change noted with its reverse so that a transaction can be taken back. */
final class Rows<K extends Comparable<K>, V> {
    private final NavigableMap<K, V> rows = new TreeMap<>();
    private final Deque<Runnable> undo;

    /** @param undo where the reverse of each change is put, the latest first */
    Rows(Deque<Runnable> undo) {
        this.undo = undo;
    }

    Optional<V> get(K key) {
        return Optional.ofNullable(rows.get(key));
    }

    void put(K key, V value) {
        V before = rows.put(key, value);
        undo.push(() -> {
            if (before == null) {
                rows.remove(key);
            } else {
                rows.put(key, before);
            }
        });
    }

    void remove(K key) {
        V before = rows.remove(key);
        if (before != null) {
            undo.push(() -> rows.put(key, before));
        }
    }

    /** The rows in the order of their keys; to be read before the next change. */
    NavigableMap<K, V> all() {
        return rows;
    }
}
