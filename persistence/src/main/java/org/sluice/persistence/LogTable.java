package org.sluice.persistence;

import java.time.Clock;
import java.util.List;

/** {@code TransformationLog}; messages that its column does not hold are whole in {@code SluiceLogMessages}. */
final class LogTable {
    /** Author of what no person did. */
    static final String ENGINE = "sluice";

    private final Statements statements;
    private final Flavour flavour;
    private final Clock clock;

    LogTable(Statements statements, Flavour flavour, Clock clock) {
        this.statements = statements;
        this.flavour = flavour;
        this.clock = clock;
    }

    void add(int transformation, String author, List<String> messages) {
        List<Object[]> lines = Statements.rows();
        for (String message : messages) {
            lines.add(Statements.row(
                    transformation, Narrow.text(message), Narrow.text(author), Times.seconds(clock.instant())));
        }
        List<Integer> ids = flavour.insertReturning(
                statements,
                "TransformationLog",
                "TransformationID, Message, Author, MessageDate",
                lines,
                "recid",
                row -> row.getInt("recid"));
        statements.insert(
                "INSERT INTO SluiceLogLines (RecID) VALUES ",
                "",
                ids.stream().map(id -> Statements.row(id)).toList());
        List<Object[]> wholes = Statements.rows();
        for (int i = 0; i < messages.size(); i++) {
            if (!Narrow.text(messages.get(i)).equals(messages.get(i))) {
                wholes.add(Statements.row(ids.get(i), transformation, messages.get(i)));
            }
        }
        statements.insert("INSERT INTO SluiceLogMessages (RecID, TransformationID, Message) VALUES ", "", wholes);
    }
}
