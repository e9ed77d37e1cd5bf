package org.sluice.routes.cli;

import java.util.Collection;
import java.util.stream.Stream;
import org.sluice.engine.transformation.Transformation;

/** Tells of queries that are stored in a form that cannot be read, so that no engine works with their transformations. */
final class UnreadableQueries {
    private UnreadableQueries() {}

    /** A few words for each, for a column of a table. */
    static Stream<String> marks(Transformation transformation) {
        return transformation.definition().unreadable().keySet().stream().map(query -> query + " unreadable");
    }

    static void warn(Collection<Transformation> transformations, Terminal terminal) {
        transformations.forEach(
                transformation -> transformation.definition().unreadable().forEach((query, reason) -> terminal.err()
                        .println(
                                "warning: transformation %d, %s: its stored %s cannot be read, so that no engine works with it. %s"
                                        .formatted(
                                                transformation.id(),
                                                transformation.definition().name(),
                                                query,
                                                reason))));
    }
}
