package org.sluice.engine.grouping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sluice.engine.grouping.Requests.file;
import static org.sluice.engine.grouping.Requests.task;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StandardPluginTest {
    private final GroupingPlugin standard = new StandardPlugin();

    private List<PlannedTask> tasks(Requests.Request request) {
        return request.tasks(standard);
    }

    private static WaitingFile[] filesAt(int count, String... storageElements) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(i -> file("/f" + i, storageElements))
                .toArray(WaitingFile[]::new);
    }

    @Test
    void noFilesMakeNoTasks() {
        assertThat(tasks(Requests.of().flush())).isEmpty();
    }

    @Nested
    class GroupSize {
        @Test
        void cutsAGroupInFileOrderAndLeavesTheRest() {
            assertThat(tasks(Requests.of(filesAt(5, "SE1")).groupSize("2")))
                    .containsExactly(task("SE1", "/f1", "/f2"), task("SE1", "/f3", "/f4"));
        }

        @Test
        void keepsFileOrderNotTheOrderOfNames() {
            assertThat(tasks(Requests.of(file("/z", "SE1"), file("/a", "SE1"), file("/m", "SE1"), file("/b", "SE1"))
                            .groupSize("2")))
                    .containsExactly(task("SE1", "/z", "/a"), task("SE1", "/m", "/b"));
        }

        @Test
        void makesNoSmallerTaskUnlessFlushed() {
            assertThat(tasks(Requests.of(filesAt(9, "SE1")).groupSize("10"))).isEmpty();
        }

        @Test
        void makesASmallerLastTaskWhenFlushed() {
            assertThat(tasks(Requests.of(filesAt(3, "SE1")).groupSize("2").flush()))
                    .containsExactly(task("SE1", "/f1", "/f2"), task("SE1", "/f3"));
        }

        @ParameterizedTest(name = "GroupSize {0} is {1} files")
        @CsvSource({"1,1", "2.9,2", "0.5,1", "0,1", "-3,1", "1E+30,2147483647"})
        void isTruncatedAndAtLeastOne(String groupSize, int files) {
            assertThat(Requests.of().groupSize(groupSize).request().settings().filesPerTask())
                    .isEqualTo(files);
        }

        @Test
        void oneMakesATaskOfEachFile() {
            assertThat(tasks(Requests.of(filesAt(2, "SE1")).groupSize("1.9")))
                    .containsExactly(task("SE1", "/f1"), task("SE1", "/f2"));
        }
    }

    @Nested
    class RoundOne {
        @Test
        void groupsByTheExactSetWhateverTheOrderOfReplicas() {
            assertThat(tasks(Requests.of(file("/a", "SE2", "SE1"), file("/b", "SE1"), file("/c", "SE1", "SE2"))
                            .groupSize("2")))
                    .containsExactly(task("SE1,SE2", "/a", "/c"));
        }

        @Test
        void takesGroupsInOrderOfTarget() {
            // The data of DIRAC's own test of this plugin.
            assertThat(tasks(Requests.of(
                                    file("/at.1", "SE1"),
                                    file("/at.2", "SE2"),
                                    file("/als/at.2", "SE2"),
                                    file("/at.12", "SE1", "SE2"),
                                    file("/also/at.12", "SE1", "SE2"),
                                    file("/at_123", "SE1", "SE2", "SE3"),
                                    file("/at_23", "SE2", "SE3"),
                                    file("/at_4", "SE4"))
                            .flush()))
                    .containsExactly(
                            task("SE1", "/at.1"),
                            task("SE1,SE2", "/at.12", "/also/at.12"),
                            task("SE1,SE2,SE3", "/at_123"),
                            task("SE2", "/at.2", "/als/at.2"),
                            task("SE2,SE3", "/at_23"),
                            task("SE4", "/at_4"));
        }

        @Test
        void takesDiskFirstWhereEveryGroupIsASingleStorageElement() {
            assertThat(tasks(Requests.of(
                                    file("/a", "A-TAPE"),
                                    file("/b", "C-DISK"),
                                    file("/c", "B-DISK"),
                                    file("/d", "D-TAPE"))
                            .tape("A-TAPE", "D-TAPE")
                            .groupSize("1")))
                    .containsExactly(
                            task("B-DISK", "/c"), task("C-DISK", "/b"), task("A-TAPE", "/a"), task("D-TAPE", "/d"));
        }

        @Test
        void forgetsDiskWhereOneGroupHasSeveral() {
            assertThat(tasks(Requests.of(file("/a", "A-TAPE"), file("/b", "C-DISK"), file("/c", "B-DISK", "C-DISK"))
                            .tape("A-TAPE")
                            .groupSize("1")))
                    .containsExactly(task("A-TAPE", "/a"), task("B-DISK,C-DISK", "/c"), task("C-DISK", "/b"));
        }
    }

    @Nested
    class RoundTwo {
        @Test
        void fillsAPlaceWithFilesOfSeveralSets() {
            assertThat(tasks(Requests.of(file("/a", "SE1", "SE2"), file("/b", "SE2"), file("/c", "SE3"))
                            .groupSize("2")))
                    .containsExactly(task("SE2", "/a", "/b"));
        }

        @Test
        void usesAFileAtTwoPlacesOnce() {
            // /a could fill SE1 with /b or SE2 with /c: SE1 comes first by name, and nothing is left for SE2.
            assertThat(tasks(Requests.of(file("/a", "SE1", "SE2"), file("/b", "SE1"), file("/c", "SE2"))
                            .groupSize("2")))
                    .containsExactly(task("SE1", "/a", "/b"));
        }

        @Test
        void takesDiskFirst() {
            assertThat(tasks(Requests.of(file("/a", "A-TAPE", "B-DISK"), file("/b", "A-TAPE"), file("/c", "B-DISK"))
                            .tape("A-TAPE")
                            .groupSize("2")))
                    .containsExactly(task("B-DISK", "/a", "/c"));
        }

        @Test
        void takesWhatRoundOneLeftOver() {
            assertThat(tasks(Requests.of(
                                    file("/a", "SE1", "SE2"),
                                    file("/b", "SE1", "SE2"),
                                    file("/c", "SE1", "SE2"),
                                    file("/d", "SE2"))
                            .groupSize("2")))
                    .containsExactly(task("SE1,SE2", "/a", "/b"), task("SE2", "/c", "/d"));
        }

        @Test
        void keepsFileOrderAcrossSets() {
            assertThat(tasks(Requests.of(file("/1", "SE2"), file("/2", "SE1", "SE2"), file("/3", "SE2", "SE3"))
                            .groupSize("3")))
                    .containsExactly(task("SE2", "/1", "/2", "/3"));
        }
    }

    @Nested
    class Locations {
        @Test
        void filesWithoutAReplicaWaitEvenWhenFlushed() {
            assertThat(tasks(Requests.of(file("/nowhere"), file("/a", "SE1")).flush()))
                    .containsExactly(task("SE1", "/a"));
        }

        @Test
        void doNotMatterWhereFilesAreRemoved() {
            assertThat(tasks(Requests.of(file("/nowhere"), file("/a", "SE1"), file("/b", "SE2", "SE1"))
                            .removing()
                            .groupSize("3")))
                    .containsExactly(task("None", "/nowhere", "/a", "/b"));
        }
    }
}
