package org.sluice.config.mq;

import java.util.Arrays;
import java.util.List;
import org.sluice.config.cfg.ConfigException;
import org.sluice.config.cfg.Problem;
import org.sluice.config.value.Names;

/**
 * Names a queue or topic as DIRAC does: {@code service::Queues::name} or {@code service::Topics::name}.
 *
 * @param service the service's name in {@code /Resources/MQServices}, or a system's for a queue of its own
 * @param kind queue or topic
 * @param name the queue's or topic's name; neither name may be empty or contain {@code ::}
 */
public record MqUri(String service, Kind kind, String name) {

    /** What an mqURI names; both the plural and the singular word are understood, the plural is written. */
    public enum Kind {
        QUEUE("Queues", "Queue"),
        TOPIC("Topics", "Topic");

        private final String plural;
        private final String singular;

        Kind(String plural, String singular) {
            this.plural = plural;
            this.singular = singular;
        }

        /** The word in an mqURI and the section's name in the configuration. */
        public String plural() {
            return plural;
        }
    }

    private static final String SEPARATOR = "::";
    private static final List<String> WORDS = List.of("Queues", "Topics", "Queue", "Topic");

    public MqUri {
        requirePart(service, "service");
        requirePart(name, "name");
    }

    /**
     * Reads an mqURI.
     *
     * @throws ConfigException saying which part is wrong
     */
    public static MqUri parse(String text) {
        List<String> parts = Arrays.stream(text.strip().split(SEPARATOR, -1))
                .map(String::strip)
                .toList();
        if (parts.size() != 3) {
            throw bad(text, "it has " + parts.size() + (parts.size() == 1 ? " part" : " parts") + " instead of three");
        }
        if (parts.get(0).isEmpty()) {
            throw bad(text, "the service, its first part, is empty");
        }
        if (parts.get(2).isEmpty()) {
            throw bad(text, "the name of the queue or topic, its third part, is empty");
        }
        return new MqUri(parts.get(0), kind(text, parts.get(1)), parts.get(2));
    }

    /** The canonical form, with the plural. */
    @Override
    public String toString() {
        return service + SEPARATOR + kind.plural + SEPARATOR + name;
    }

    private static Kind kind(String text, String word) {
        for (Kind kind : Kind.values()) {
            if (word.equals(kind.plural) || word.equals(kind.singular)) {
                return kind;
            }
        }
        throw bad(
                text, "its second part is '" + word + "' instead of Queues or Topics" + Names.suggestion(word, WORDS));
    }

    private static ConfigException bad(String text, String reason) {
        return new ConfigException(Problem.error(
                "'" + text + "' is not an mqURI, service::Queues::name or service::Topics::name: " + reason));
    }

    private static void requirePart(String part, String what) {
        if (part.isBlank() || part.contains(SEPARATOR)) {
            throw new IllegalArgumentException("the " + what + " of an mqURI must not be empty or contain '::'");
        }
    }
}
