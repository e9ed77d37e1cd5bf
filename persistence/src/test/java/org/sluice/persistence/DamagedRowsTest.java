package org.sluice.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.sluice.engine.dryrun.Preview;
import org.sluice.engine.dryrun.PreviewReport;
import org.sluice.engine.event.Decoded;
import org.sluice.engine.event.EventHeader;
import org.sluice.engine.event.FileEvent.FileRegistered;
import org.sluice.engine.filter.MetadataSchema;
import org.sluice.engine.grouping.Plugins;
import org.sluice.engine.store.StoreContract;
import org.sluice.engine.store.Stores;
import org.sluice.engine.store.TransformationRegistry.AttachedFile;
import org.sluice.engine.trigger.BatchResult;
import org.sluice.engine.trigger.BatchResult.Refusal;
import org.sluice.engine.trigger.Trigger;

/** Rows of Sluice's own tables that nobody can read: they stop what needs them, and nothing else. */
class DamagedRowsTest extends StoreContract {
    @RegisterExtension
    static final TestDatabase DATABASE = TestDatabase.h2("Damaged");

    @Override
    protected Stores emptyStores() {
        return DATABASE.begin(clock);
    }

    private Trigger trigger() {
        return Triggers.over(store(), clock);
    }

    private BatchResult register(String... lfns) {
        return trigger()
                .handle(
                        Stream.of(lfns)
                                .map(lfn -> new Decoded.Accepted(
                                        new FileRegistered(
                                                new EventHeader("e of " + lfn, NOW, Optional.empty()),
                                                lfn,
                                                OptionalLong.of(1),
                                                Optional.empty(),
                                                Optional.empty(),
                                                List.of("SE-A"),
                                                Map.of()),
                                        "{}".getBytes(StandardCharsets.UTF_8)))
                                .toList(),
                        clock.instant());
    }

    private List<String> files(int id) {
        return registry().files(id, 10).stream().map(AttachedFile::lfn).toList();
    }

    @Test
    void aDirectoryRefusesTheFilesBelowItOnly() {
        int id = registry().create(withQuery(definition("t"), "{}"), AUTHOR);
        register("/vo/bad/a", "/vo/good/a");
        DATABASE.execute("UPDATE SluiceDirectories SET Facts = 'no JSON' WHERE Directory = '/vo/bad'");
        BatchResult result = register("/vo/bad/b", "/vo/good/b");
        assertThat(result.refused())
                .extracting(Refusal::message)
                .singleElement(org.assertj.core.api.InstanceOfAssertFactories.STRING)
                .contains("/vo/bad", "SluiceDirectories");
        assertThat(files(id)).containsExactlyInAnyOrder("/vo/bad/a", "/vo/good/a", "/vo/good/b");
    }

    @Test
    void aDirectoryDoesNotStopWhatIsToBeDone() {
        register("/vo/bad/a", "/vo/good/a", "/vo/odd");
        DATABASE.execute("UPDATE SluiceDirectories SET Facts = 'no JSON' WHERE Directory = '/vo/bad'");
        DATABASE.execute("UPDATE SluiceFiles SET Facts = 'no JSON' WHERE LFN = '/vo/odd'");
        int id = registry().create(withQuery(definition("t"), "{}"), AUTHOR);
        Trigger trigger = trigger();
        while (trigger.work()) {
            // the next step
        }
        assertThat(files(id)).containsExactly("/vo/good/a");
        assertThat(registry().pendingWork()).isEmpty();
    }

    @Test
    void aFileIsNotPreviewed() {
        register("/vo/good", "/vo/odd");
        DATABASE.execute("UPDATE SluiceFiles SET Facts = 'no JSON' WHERE LFN = '/vo/odd'");
        PreviewReport report = new Preview(
                        registry(),
                        DATABASE.database().fileLookup(),
                        MetadataSchema.empty(),
                        Triggers.SETTINGS,
                        Plugins.load(DamagedRowsTest.class.getClassLoader()))
                .of(withQuery(definition("t"), "{}"));
        assertThat(report.filesKnown()).isEqualTo(1);
        assertThat(report.samples()).containsExactly("/vo/good");
    }
}
