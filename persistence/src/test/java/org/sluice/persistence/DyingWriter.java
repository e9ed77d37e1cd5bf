package org.sluice.persistence;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.sluice.engine.store.JournalEntry;
import org.sluice.engine.store.TriggerTransaction;

/** A process that commits and then ends without closing anything, as if by SIGKILL. */
final class DyingWriter {
    static final int EXIT = 42;

    private DyingWriter() {}

    static Set<String> record(TriggerTransaction t) {
        return t.recordEvents(List.of(new JournalEntry("e1", "Kind", "/vo/a", Instant.EPOCH, Instant.EPOCH, "{}")));
    }

    public static void main(String[] arguments) {
        Database database = Database.open(DatabaseSettings.embedded(Path.of(arguments[0])));
        Set<String> fresh = database.triggerStore().inTransaction(DyingWriter::record);
        Runtime.getRuntime().halt(fresh.isEmpty() ? 1 : EXIT);
    }
}
