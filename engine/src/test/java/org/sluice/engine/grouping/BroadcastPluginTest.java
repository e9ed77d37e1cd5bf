package org.sluice.engine.grouping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.sluice.engine.grouping.Requests.file;
import static org.sluice.engine.grouping.Requests.task;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BroadcastPluginTest {
    private final GroupingPlugin broadcast = new BroadcastPlugin();

    private List<PlannedTask> tasks(Requests.Request request) {
        return request.tasks(broadcast);
    }

    /** Sites A to D, each with one or two storage elements. */
    private static Requests.Request atSites(WaitingFile... files) {
        return Requests.of(files)
                .site("A", "A-DISK", "A-TAPE")
                .site("B", "B-DISK", "B-TAPE")
                .site("C", "C-DISK")
                .site("D", "D-DISK");
    }

    @Test
    void sendsEachFileToAllTargets() {
        assertThat(tasks(atSites(file("/a", "A-DISK"), file("/b", "B-DISK"))
                        .groupSize("2")
                        .with("TargetSE", "D-DISK,C-DISK")))
                .containsExactly(task("C-DISK,D-DISK", "/a", "/b"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"[\"D-DISK\",\"C-DISK\"]", "['D-DISK', 'C-DISK']", "D-DISK, C-DISK", "D-DISK,C-DISK,D-DISK"})
    void takesTargetsInAnyFormOfList(String targets) {
        assertThat(tasks(atSites(file("/a", "A-DISK")).groupSize("1").with("TargetSE", targets)))
                .containsExactly(task("C-DISK,D-DISK", "/a"));
    }

    @Test
    void takesOnlyFilesAtASource() {
        assertThat(tasks(atSites(file("/a", "A-DISK"), file("/b", "B-DISK"), file("/c", "B-DISK", "C-DISK"))
                        .groupSize("1")
                        .with("SourceSE", "['A-DISK','C-DISK']")
                        .with("TargetSE", "D-DISK")))
                .containsExactly(task("D-DISK", "/a"), task("D-DISK", "/c"));
    }

    @Test
    void makesNoSmallTaskUnlessFlushed() {
        WaitingFile[] files = {file("/a", "A-DISK"), file("/b", "A-DISK"), file("/c", "A-DISK")};
        assertThat(tasks(atSites(files).groupSize("2").with("TargetSE", "D-DISK")))
                .containsExactly(task("D-DISK", "/a", "/b"));
        assertThat(tasks(atSites(files).groupSize("2").flush().with("TargetSE", "D-DISK")))
                .containsExactly(task("D-DISK", "/a", "/b"), task("D-DISK", "/c"));
    }

    @Test
    void walksGroupsOfEqualSetsInOrderOfFirstAppearance() {
        assertThat(tasks(atSites(file("/1", "B-DISK"), file("/2", "A-DISK"), file("/3", "B-DISK"), file("/4", "A-DISK"))
                        .groupSize("4")
                        .with("TargetSE", "D-DISK")))
                .containsExactly(task("D-DISK", "/1", "/3", "/2", "/4"));
    }

    @Test
    void sendsToATargetThatHoldsTheFile() {
        assertThat(tasks(atSites(file("/a", "A-DISK")).groupSize("1").with("TargetSE", "A-DISK,B-DISK")))
                .containsExactly(task("A-DISK,B-DISK", "/a"));
    }

    @Test
    void filesWithoutAReplicaWait() {
        assertThat(tasks(atSites(file("/a")).flush().with("TargetSE", "A-DISK")))
                .isEmpty();
    }

    @Nested
    class Destinations {
        private PlannedTask only(Requests.Request request) {
            List<PlannedTask> tasks = tasks(request.groupSize("1"));
            assertThat(tasks).hasSize(1);
            return tasks.get(0);
        }

        private Set<String> targets(Requests.Request request) {
            return Set.of(only(request).targetSe().split(","));
        }

        @Test
        void limitTheTargetsOfAFile() {
            assertThat(targets(atSites(file("/a", "A-DISK"))
                            .with("TargetSE", "B-DISK,C-DISK,D-DISK")
                            .with("Destinations", "2")))
                    .hasSize(2)
                    .isSubsetOf("B-DISK", "C-DISK", "D-DISK");
        }

        @ParameterizedTest
        @ValueSource(strings = {"0", "3", "4"})
        void limitNothingWhereTheyAreNoneOrAsManyAsTheTargets(String destinations) {
            assertThat(targets(atSites(file("/a", "A-DISK"))
                            .with("TargetSE", "B-DISK,C-DISK,D-DISK")
                            .with("Destinations", destinations)))
                    .hasSize(3);
        }

        @Test
        void doNotHoldBackATargetAtASiteThatHoldsTheFile() {
            // A-TAPE is at the file's own site: it is taken whether the one destination is served before it or after.
            for (int i = 0; i < 50; i++) {
                assertThat(targets(atSites(file("/f" + i, "A-DISK"))
                                .with("TargetSE", "A-TAPE,B-DISK,C-DISK")
                                .with("Destinations", "1")))
                        .contains("A-TAPE");
            }
        }

        @Test
        void countTargetsAtSitesThatHoldTheFileToo() {
            // Tried first A-TAPE is the one destination; tried later it comes on top of another.
            Set<Set<String>> seen = new HashSet<>();
            for (int i = 0; i < 50; i++) {
                seen.add(targets(atSites(file("/f" + i, "A-DISK"))
                        .with("TargetSE", "A-TAPE,B-DISK")
                        .with("Destinations", "1")));
            }
            assertThat(seen).containsExactlyInAnyOrder(Set.of("A-TAPE"), Set.of("A-TAPE", "B-DISK"));
        }

        @Test
        void doNotHoldBackATargetAtASiteThatIsServedAlready() {
            Set<Set<String>> seen = new HashSet<>();
            for (int i = 0; i < 50; i++) {
                seen.add(targets(atSites(file("/f" + i, "A-DISK"))
                        .with("TargetSE", "B-DISK,B-TAPE,C-DISK")
                        .with("Destinations", "1")));
            }
            assertThat(seen).containsExactlyInAnyOrder(Set.of("B-DISK", "B-TAPE"), Set.of("C-DISK"));
        }

        @Test
        void areSpreadOverTheTargetsAndTheSameEveryTime() {
            List<WaitingFile> files = IntStream.range(0, 300)
                    .mapToObj(i -> file("/vo/data/run" + i, "A-DISK"))
                    .toList();
            GroupingRequest request = Requests.of(files)
                    .site("A", "A-DISK")
                    .site("B", "B-DISK")
                    .site("C", "C-DISK")
                    .site("D", "D-DISK")
                    .groupSize("1")
                    .with("TargetSE", "B-DISK,C-DISK,D-DISK")
                    .with("Destinations", "1")
                    .request();
            List<PlannedTask> tasks = broadcast.group(request).tasks();
            assertThat(broadcast.group(request).tasks()).isEqualTo(tasks);
            for (String target : List.of("B-DISK", "C-DISK", "D-DISK")) {
                assertThat(tasks)
                        .filteredOn(task -> task.targetSe().equals(target))
                        .hasSizeBetween(60, 140);
            }
        }

        @Test
        void areTheSameInEveryRelease() {
            // SHA-256 of "/vo/a.dst", a zero byte and the name begins with 0b… for C-DISK, 4b… for D-DISK, 81… for
            // B-DISK.
            assertThat(targets(atSites(file("/vo/a.dst", "A-DISK"))
                            .with("TargetSE", "B-DISK,C-DISK,D-DISK")
                            .with("Destinations", "1")))
                    .containsExactly("B-DISK");
        }

        @Test
        void tasksOfEqualTargetsComeInOrderOfFirstAppearance() {
            List<PlannedTask> tasks = tasks(Requests.of(IntStream.range(0, 20)
                            .mapToObj(i -> file("/f" + i, "A-DISK"))
                            .toList())
                    .site("A", "A-DISK")
                    .site("B", "B-DISK")
                    .site("C", "C-DISK")
                    .groupSize("100")
                    .flush()
                    .with("TargetSE", "B-DISK,C-DISK")
                    .with("Destinations", "1"));
            assertThat(tasks).hasSize(2);
            assertThat(tasks.get(0).lfns()).startsWith("/f0");
        }

        @ParameterizedTest
        @ValueSource(strings = {"", " "})
        void countAsNotGivenWhereTheyAreEmpty(String destinations) {
            assertThat(tasks(atSites(file("/a", "C-DISK"))
                            .groupSize("1")
                            .with("TargetSE", "A-DISK,B-DISK")
                            .with("Destinations", destinations)))
                    .containsExactly(task("A-DISK,B-DISK", "/a"));
        }

        @ParameterizedTest
        @ValueSource(strings = {"-1", "many", "1.5"})
        void mustBeAWholeNumber(String destinations) {
            assertThatThrownBy(() -> tasks(atSites().with("TargetSE", "A-DISK").with("Destinations", destinations)))
                    .isInstanceOf(GroupingException.class)
                    .hasMessageContainingAll("Destinations", "whole number", destinations);
        }
    }

    @Nested
    class Mistakes {
        @Test
        void noTarget() {
            assertThatThrownBy(() -> tasks(atSites(file("/a", "A-DISK"))))
                    .isInstanceOf(GroupingException.class)
                    .hasMessageContainingAll("\"test\"", "TargetSE", "at least one");
        }

        @ParameterizedTest
        @ValueSource(strings = {"TargetSE", "SourceSE"})
        void aStorageElementThatTheConfigurationDoesNotKnow(String parameter) {
            assertThatThrownBy(() -> tasks(atSites(file("/a", "A-DISK"))
                            .with("TargetSE", "A-DISK")
                            .with(parameter, "A-DISK,X-DISK")))
                    .isInstanceOf(GroupingException.class)
                    .hasMessageContainingAll(parameter, "\"X-DISK\"", "/Resources/Sites");
        }

        @Test
        void aListThatIsNone() {
            assertThatThrownBy(() -> tasks(atSites().with("TargetSE", "['A-DISK'")))
                    .isInstanceOf(GroupingException.class)
                    .hasMessageContainingAll("TargetSE", "list", "['A-DISK'");
        }

        @Test
        void aReplicaAtAnUnknownStorageElementIsAtNoSiteAndStopsNothing() {
            assertThat(tasks(atSites(file("/a", "X-DISK")).groupSize("1").with("TargetSE", "A-DISK")))
                    .containsExactly(task("A-DISK", "/a"));
        }
    }
}
