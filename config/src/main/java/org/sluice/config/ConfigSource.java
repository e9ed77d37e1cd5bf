package org.sluice.config;

import java.nio.file.Path;

/** Where a piece of the configuration comes from; a later one wins over an earlier. */
public sealed interface ConfigSource {

    /** A file, UTF-8. */
    static ConfigSource file(Path path) {
        return new File(path);
    }

    /**
     * Text from elsewhere, such as the command line; nobody else can read it, so that it may hold passwords.
     *
     * @param name what errors call it
     */
    static ConfigSource text(String name, String text) {
        return new Text(name, text);
    }

    /** A file, by the path that the user gave. */
    record File(Path path) implements ConfigSource {}

    /** The name and the text. */
    record Text(String name, String text) implements ConfigSource {
        /** The name alone; the text may hold secrets. */
        @Override
        public String toString() {
            return name;
        }
    }
}
