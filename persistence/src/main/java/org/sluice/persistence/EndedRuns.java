package org.sluice.persistence;

import java.time.Clock;
import java.time.LocalDateTime;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.sluice.engine.store.Run;
import org.sluice.persistence.Flavour.KeyedTable;

/** {@code SluiceEndedRuns}: runs of which no more files will come. */
final class EndedRuns {
    private static final KeyedTable TABLE =
            new KeyedTable("SluiceEndedRuns", List.of("Name", "RunValue", "Ended"), 2, "Name", false);

    private final Statements statements;
    private final Flavour flavour;
    private final Clock clock;

    EndedRuns(Statements statements, Flavour flavour, Clock clock) {
        this.statements = statements;
        this.flavour = flavour;
        this.clock = clock;
    }

    void end(Collection<Run> runs) {
        LocalDateTime now = Times.seconds(clock.instant());
        flavour.insertMissing(
                statements,
                TABLE,
                runs.stream()
                        .map(run -> Statements.row(run.key(), run.value(), now))
                        .toList());
    }

    Set<Run> ended(Collection<Run> runs) {
        return among(statements, runs);
    }

    static Set<Run> among(Statements statements, Collection<Run> runs) {
        return new HashSet<>(statements.queryKeys(
                "SELECT Name, RunValue FROM SluiceEndedRuns WHERE %s",
                TABLE.keyColumns(),
                runs.stream().map(run -> Statements.row(run.key(), run.value())).toList(),
                row -> new Run(row.getString("Name"), row.getString("RunValue"))));
    }
}
