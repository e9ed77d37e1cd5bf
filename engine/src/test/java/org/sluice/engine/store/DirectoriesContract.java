package org.sluice.engine.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.sluice.engine.event.EventHeader;
import org.sluice.engine.event.FileEvent.DirectoryMetadataSet;
import org.sluice.engine.file.DirectoryRecord;

/** What every store does with directories. */
public abstract class DirectoriesContract extends StoreContract {

    private <T> T directories(Function<Directories, T> work) {
        return store().inTransaction(t -> work.apply(t.directories()));
    }

    private void set(String directory, String metadata) {
        directories(d -> {
            Map<String, DirectoryRecord> locked = d.lock(new TreeSet<>(Set.of(directory)));
            assertThat(locked).containsOnlyKeys(directory);
            d.save(locked.values().stream()
                    .map(record -> record.after(event(directory, metadata)))
                    .toList());
            return locked;
        });
    }

    private static DirectoryMetadataSet event(String directory, String metadata) {
        Map<String, JsonNode> values = new TreeMap<>();
        json(metadata).properties().forEach(entry -> values.put(entry.getKey(), entry.getValue()));
        return new DirectoryMetadataSet(
                new EventHeader("event of " + metadata, NOW, Optional.empty()), directory, values);
    }

    private Map<String, DirectoryRecord> shared(String... directories) {
        return directories(d -> d.share(new TreeSet<>(List.of(directories))));
    }

    private Map<String, DirectoryRecord> locked(String... directories) {
        return directories(d -> d.lock(new TreeSet<>(List.of(directories))));
    }

    private void mention(String... lfns) {
        inTransaction(t -> t.lockFiles(new TreeSet<>(List.of(lfns))));
    }

    private Set<String> withFiles(String... directories) {
        return directories(d -> d.withFiles(List.of(directories)));
    }

    private void leave(String... directories) {
        directories(d -> {
            d.leaveWork(List.of(directories));
            return true;
        });
    }

    /** Does one step of so many files: the directory, and the files. */
    private Optional<String> step(int limit) {
        return directories(d -> d.lockWork().map(work -> {
            List<String> lfns = d.filesBelow(work, limit);
            if (lfns.size() < limit) {
                d.finish(work);
            } else {
                d.advance(work, lfns.get(limit - 1));
            }
            return work.directory() + " " + String.join(" ", lfns);
        }));
    }

    @Test
    void whatWasSaidOfADirectoryIsKept() {
        set("/vo", "{\"a\":1}");
        set("/vo", "{\"b\":[2.50,null,\"é\"]}");
        DirectoryRecord both = DirectoryRecord.unknown("/vo")
                .after(event("/vo", "{\"a\":1}"))
                .after(event("/vo", "{\"b\":[2.50,null,\"é\"]}"));
        assertThat(shared("/vo")).isEqualTo(Map.of("/vo", both));
        assertThat(locked("/vo")).isEqualTo(Map.of("/vo", both));
    }

    @Test
    void directoriesOfWhichNothingWasSaidAreNoHindrance() {
        assertThat(shared()).isEmpty();
        assertThat(shared("/", "/vo", "/vo/a")).isEmpty();
        set("/vo", "{\"a\":1}");
        assertThat(shared("/", "/vo", "/vo/a")).containsOnlyKeys("/vo");
        assertThat(locked("/vo/a", "/vo/b"))
                .isEqualTo(
                        Map.of("/vo/a", DirectoryRecord.unknown("/vo/a"), "/vo/b", DirectoryRecord.unknown("/vo/b")));
    }

    @Test
    void directoriesAreToldApartByEveryCharacter() {
        set("/vo", "{\"a\":1}");
        set("/VO", "{\"a\":2}");
        set("/vo ", "{\"a\":3}");
        set("/vó", "{\"a\":4}");
        assertThat(shared("/vo", "/VO", "/vo ", "/vó")).hasSize(4);
        assertThat(shared("/vo ").values())
                .allSatisfy(record -> assertThat(record.metadataValues()).hasToString("{a=3}"));
    }

    @Test
    void workThatThrowsLeavesNothing() {
        mention("/vo/f");
        try {
            inTransaction(t -> {
                t.directories().save(Set.of(DirectoryRecord.unknown("/vo").after(event("/vo", "{\"a\":1}"))));
                t.directories().leaveWork(Set.of("/vo"));
                throw new UnsupportedOperationException("the work's own");
            });
        } catch (UnsupportedOperationException expected) {
            assertThat(expected).hasMessage("the work's own");
        }
        assertThat(shared("/vo")).isEmpty();
        assertThat(step(9)).isEmpty();
    }

    @Test
    void aDirectoryHasTheFilesBelowItAndNoOthers() {
        mention("/vo/run7/sub/f", "/vo/run70/f", "/vo/run9");
        assertThat(withFiles("/", "/vo", "/vo/run7", "/vo/run7/sub", "/vo/run7/sub/f", "/vo/run", "/vo/run9", "/w"))
                .containsExactlyInAnyOrder("/", "/vo", "/vo/run7", "/vo/run7/sub");
        assertThat(withFiles()).isEmpty();
    }

    @Test
    void filesBelowADirectoryComeInPiecesInTheOrderOfTheirNames() {
        mention("/vo/a/2", "/vo/a/1", "/vo/a/", "/vo/a.b", "/vo/a0", "/vo/a", "/vo/A/1", "/vo/a/c/d");
        leave("/vo/a");
        assertThat(step(2)).contains("/vo/a /vo/a/ /vo/a/1");
        assertThat(step(2)).contains("/vo/a /vo/a/2 /vo/a/c/d");
        assertThat(step(2)).contains("/vo/a ");
        assertThat(step(2)).isEmpty();
    }

    @Test
    void theRootHasAllFiles() {
        mention("/f", "/vo/f", "//g");
        leave("/");
        assertThat(step(9)).contains("/ //g /f /vo/f");
    }

    @Test
    void workTakesTurns() {
        mention("/a/1", "/a/2", "/a/3", "/b/1");
        leave("/a", "/b");
        assertThat(step(2)).contains("/a /a/1 /a/2");
        assertThat(step(2)).contains("/b /b/1");
        assertThat(step(2)).contains("/a /a/3");
        assertThat(step(2)).isEmpty();
    }

    @Test
    void workThatBeginsTakesOverWhatItCovers() {
        mention("/a/1", "/a/b/1", "/ab/1");
        leave("/a", "/a/b", "/ab");
        leave("/a");
        assertThat(step(9)).contains("/a /a/1 /a/b/1");
        assertThat(step(9)).contains("/ab /ab/1");
        assertThat(step(9)).isEmpty();
    }

    @Test
    void aChangeBehindTheWorkIsWorkAgain() {
        mention("/a/1", "/a/2", "/a/3");
        leave("/a");
        assertThat(step(2)).contains("/a /a/1 /a/2");
        leave("/a");
        assertThat(step(2)).contains("/a /a/3");
        assertThat(step(3)).contains("/a /a/1 /a/2 /a/3");
        assertThat(step(3)).contains("/a ");
        assertThat(step(3)).isEmpty();
    }
}
