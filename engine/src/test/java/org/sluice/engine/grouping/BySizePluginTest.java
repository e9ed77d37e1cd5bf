package org.sluice.engine.grouping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.sluice.engine.grouping.Requests.file;
import static org.sluice.engine.grouping.Requests.sized;
import static org.sluice.engine.grouping.Requests.task;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BySizePluginTest {
    private static final long GB = 1_000_000_000L;

    private final GroupingPlugin bySize = new BySizePlugin();

    private List<PlannedTask> tasks(Requests.Request request) {
        return request.tasks(bySize);
    }

    @Test
    void closesAChunkThatExceedsTheLimitInAscendingSize() {
        // 1 + 2 + 3 = 6 > 5 closes; 4 is left.
        assertThat(tasks(Requests.of(
                                sized("/4", 4 * GB, "SE1"),
                                sized("/2", 2 * GB, "SE1"),
                                sized("/3", 3 * GB, "SE1"),
                                sized("/1", GB, "SE1"))
                        .groupSize("5")))
                .containsExactly(task("SE1", "/1", "/2", "/3"));
    }

    @Test
    void doesNotCloseOnAnExactFit() {
        WaitingFile[] files = {sized("/a", 2 * GB, "SE1"), sized("/b", 3 * GB, "SE1")};
        assertThat(tasks(Requests.of(files).groupSize("5"))).isEmpty();
        assertThat(tasks(Requests.of(files).groupSize("4.999999999"))).containsExactly(task("SE1", "/a", "/b"));
    }

    @Test
    void takesTheFileThatMakesItExceed() {
        assertThat(tasks(Requests.of(sized("/a", 5 * GB, "SE1"), sized("/b", 5 * GB, "SE1"))
                        .groupSize("5")))
                .containsExactly(task("SE1", "/a", "/b"));
    }

    @Test
    void keepsFileOrderAmongEqualSizes() {
        assertThat(tasks(Requests.of(sized("/z", GB, "SE1"), sized("/a", GB, "SE1"), sized("/m", GB, "SE1"))
                        .groupSize("1.5")))
                .containsExactly(task("SE1", "/z", "/a"));
    }

    @Test
    void makesATaskOfASingleFileThatExceedsTheLimit() {
        assertThat(tasks(Requests.of(
                                sized("/big", 11 * GB, "SE1"), sized("/huge", 12 * GB, "SE1"), sized("/s", GB, "SE1"))
                        .groupSize("10")))
                .containsExactly(task("SE1", "/big"), task("SE1", "/huge"));
    }

    @Test
    void aFileOfExactlyTheLimitIsNotOnItsOwn() {
        assertThat(tasks(Requests.of(sized("/a", 10 * GB, "SE1")).groupSize("10")))
                .isEmpty();
    }

    @Test
    void flushesLeftoversAfterTheFilesThatStandAlone() {
        assertThat(tasks(Requests.of(sized("/big", 11 * GB, "SE1"), sized("/2", 2 * GB, "SE1"), sized("/1", GB, "SE1"))
                        .groupSize("10")
                        .flush()))
                .containsExactly(task("SE1", "/big"), task("SE1", "/1", "/2"));
    }

    @Test
    void countsFractionsOfTheGroupSize() {
        // DIRAC would make 1 of 1.5 and close after /a and /b.
        assertThat(tasks(Requests.of(
                                sized("/a", 700_000_000, "SE1"),
                                sized("/b", 700_000_000, "SE1"),
                                sized("/c", 700_000_000, "SE1"))
                        .groupSize("1.5")))
                .containsExactly(task("SE1", "/a", "/b", "/c"));
    }

    @Test
    void closesAtMaxFilesPerTask() {
        assertThat(tasks(Requests.of(sized("/a", 1, "SE1"), sized("/b", 2, "SE1"), sized("/c", 3, "SE1"))
                        .with("MaxFilesPerTask", "2")))
                .containsExactly(task("SE1", "/a", "/b"));
    }

    @Test
    void takesMaxFilesForTheOlderName() {
        WaitingFile[] files = {sized("/a", 1, "SE1"), sized("/b", 2, "SE1"), sized("/c", 3, "SE1")};
        assertThat(tasks(Requests.of(files).with("MaxFiles", "3"))).containsExactly(task("SE1", "/a", "/b", "/c"));
        assertThat(tasks(Requests.of(files).with("MaxFiles", "3").with("MaxFilesPerTask", "1")))
                .hasSize(3);
    }

    @Test
    void closesAtAHundredFilesWhenNothingIsSaid() {
        List<WaitingFile> files =
                IntStream.range(0, 250).mapToObj(i -> sized("/f" + i, 1, "SE1")).toList();
        assertThat(tasks(Requests.of(files).flush()))
                .extracting(task -> task.lfns().size())
                .containsExactly(100, 100, 50);
    }

    @Test
    void anEmptyMaximumCountsAsNotGiven() {
        List<WaitingFile> files =
                IntStream.range(0, 250).mapToObj(i -> sized("/f" + i, 1, "SE1")).toList();
        assertThat(tasks(Requests.of(files).with("MaxFilesPerTask", "").flush()))
                .hasSize(3);
        assertThat(tasks(Requests.of(files)
                        .with("MaxFilesPerTask", "")
                        .with("MaxFiles", "50")
                        .flush()))
                .hasSize(5);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "ten", "1.5", "99999999999"})
    void refusesAMaximumThatIsNone(String most) {
        assertThatThrownBy(() -> tasks(Requests.of().with("MaxFilesPerTask", most)))
                .isInstanceOf(GroupingException.class)
                .hasMessageContainingAll("MaxFilesPerTask", "whole number of at least 1", "\"" + most + "\"");
    }

    @Test
    void leavesOutFilesOfSizeZeroOrUnknownAndSaysSo() {
        Grouping grouping =
                bySize.group(Requests.of(sized("/empty", 0, "SE1"), file("/unknown", "SE1"), sized("/a", 1, "SE1"))
                        .flush()
                        .request());
        assertThat(grouping.tasks()).containsExactly(task("SE1", "/a"));
        assertThat(grouping.waiting())
                .containsOnly(
                        Map.entry("/empty", "Its size is 0: BySize groups no empty files"),
                        Map.entry("/unknown", "Its size is not known: BySize cannot group it"));
    }

    @Test
    void groupsBySetsInRoundOneAndByPlacesInRoundTwo() {
        // Round 1: SE1,SE2 closes with /b and /d (7 > 5). Round 2 at SE2: /c (1) and /e (5) exceed, /a has no partner.
        assertThat(tasks(Requests.of(
                                sized("/a", 4 * GB, "SE1"),
                                sized("/b", 3 * GB, "SE1", "SE2"),
                                sized("/c", GB, "SE2"),
                                sized("/d", 4 * GB, "SE1", "SE2"),
                                sized("/e", 5 * GB, "SE2", "SE3"))
                        .groupSize("5")))
                .containsExactly(task("SE1,SE2", "/b", "/d"), task("SE2", "/c", "/e"));
    }

    @Test
    void takesDiskFirstWhereEveryGroupIsASingleStorageElement() {
        assertThat(tasks(Requests.of(sized("/a", 2, "A-TAPE"), sized("/b", 2, "B-DISK"))
                        .tape("A-TAPE")
                        .groupSize("0.000000001")))
                .containsExactly(task("B-DISK", "/b"), task("A-TAPE", "/a"));
    }

    @Test
    void comparesInAscendingSizeInRoundTwoToo() {
        assertThat(tasks(Requests.of(
                                sized("/big", 3 * GB, "SE1", "SE2"),
                                sized("/small", GB, "SE1"),
                                sized("/mid", 2 * GB, "SE1", "SE3"))
                        .groupSize("5.5")))
                .containsExactly(task("SE1", "/small", "/mid", "/big"));
    }

    @Test
    void sizesBeyondWhatALongSumsToDoNotOverflow() {
        assertThat(tasks(Requests.of(
                                sized("/a", Long.MAX_VALUE, "SE1"),
                                sized("/b", Long.MAX_VALUE, "SE1"),
                                sized("/c", 1, "SE1"))
                        .groupSize("1E+30")))
                .containsExactly(task("SE1", "/c", "/a"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-2"})
    void aLimitOfNothingMakesATaskOfEachFile(String groupSize) {
        assertThat(tasks(Requests.of(sized("/a", 1, "SE1"), sized("/b", 1, "SE1"))
                        .groupSize(groupSize)))
                .containsExactly(task("SE1", "/a"), task("SE1", "/b"));
    }
}
