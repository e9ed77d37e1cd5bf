package org.sluice.engine.grouping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.sluice.engine.grouping.Requests.file;
import static org.sluice.engine.grouping.Requests.task;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BySharePluginTest {
    private final GroupingPlugin byShare = new BySharePlugin();

    private List<PlannedTask> tasks(Requests.Request request) {
        return request.tasks(byShare);
    }

    private static WaitingFile[] filesAt(int count, String... storageElements) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(i -> file("/f" + i, storageElements))
                .toArray(WaitingFile[]::new);
    }

    /** Sites A, B and C with one storage element each, two for A. */
    private static Requests.Request atSites(WaitingFile... files) {
        return Requests.of(files)
                .site("A", "A-TAPE", "A-DISK")
                .site("B", "B-DISK")
                .site("C", "C-DISK")
                .groupSize("1");
    }

    private static List<String> targets(List<PlannedTask> tasks) {
        return tasks.stream().map(PlannedTask::targetSe).toList();
    }

    @Test
    void givesToTheSiteFarthestBelowItsShare() {
        // Nothing given: B (75) before A (25); then B is 25 above its share; then A has 50 of 25; and so on.
        assertThat(targets(tasks(
                        atSites(filesAt(4, "A-DISK", "B-DISK")).share("A", 1).share("B", 3))))
                .containsExactly("B-DISK", "A-DISK", "B-DISK", "B-DISK");
    }

    @Test
    void breaksTiesByTheOrderOfTheConfiguration() {
        assertThat(targets(tasks(
                        atSites(filesAt(3, "A-DISK", "B-DISK")).share("B", 10).share("A", 10))))
                .containsExactly("B-DISK", "A-DISK", "B-DISK");
    }

    @Test
    void aTieIsATieWhateverRoundingWouldMakeOfIt() {
        // A: 100·1/3 − 100·1/6; C: 100·2/3 − 100·3/6. Both are 16.67 below; in doubles C is ahead by a rounding error.
        assertThat(targets(tasks(atSites(filesAt(1, "A-DISK", "C-DISK"))
                        .share("A", 1)
                        .share("C", 2)
                        .share("B", 0)
                        .used("A-DISK", 1)
                        .used("C-DISK", 3)
                        .used("B-DISK", 2))))
                .containsExactly("A-DISK");
    }

    @Test
    void countsWhatAStorageElementWasAlreadyGiven() {
        assertThat(targets(tasks(atSites(filesAt(1, "A-DISK", "B-DISK"))
                        .share("A", 50)
                        .share("B", 50)
                        .used("A-DISK", 3)
                        .used("B-DISK", 2))))
                .containsExactly("B-DISK");
    }

    @Test
    void sumsOverTheStorageElementsOfASite() {
        // A was given 2 + 2 = 4, B 3: with equal shares B is next.
        assertThat(targets(tasks(atSites(filesAt(1, "A-DISK", "B-DISK"))
                        .share("A", 50)
                        .share("B", 50)
                        .used("A-DISK", 2)
                        .used("A-TAPE", 2)
                        .used("B-DISK", 3))))
                .containsExactly("B-DISK");
    }

    @Test
    void readsOverTargetsThatAreAtNoSiteOrAtASiteWithoutAShare() {
        assertThat(targets(tasks(atSites(filesAt(1, "A-DISK", "B-DISK"))
                        .share("A", 60)
                        .share("B", 40)
                        .used("Unknown", 100)
                        .used("A-DISK,B-DISK", 100)
                        .used("C-DISK", 100))))
                .containsExactly("A-DISK");
    }

    @Test
    void countsFilesNotTasks() {
        // The first group gives A two files; then B, with one, is still behind.
        assertThat(tasks(atSites(
                                file("/1", "A-DISK"),
                                file("/2", "A-DISK"),
                                file("/3", "A-DISK", "B-DISK"),
                                file("/4", "A-DISK", "B-DISK"),
                                file("/5", "A-DISK", "B-DISK"),
                                file("/6", "A-DISK", "B-DISK"))
                        .groupSize("2")
                        .share("A", 1)
                        .share("B", 1)))
                .containsExactly(task("A-DISK", "/1", "/2"), task("B-DISK", "/3", "/4"), task("A-DISK", "/5", "/6"));
    }

    @Test
    void takesTheFirstStorageElementByNameAtTheSite() {
        assertThat(targets(
                        tasks(atSites(filesAt(1, "A-TAPE", "A-DISK", "B-DISK")).share("A", 1))))
                .containsExactly("A-DISK");
    }

    @Test
    void takesOnlyAStorageElementThatHoldsTheData() {
        assertThat(targets(tasks(atSites(filesAt(1, "A-TAPE", "B-DISK")).share("A", 1))))
                .containsExactly("A-TAPE");
    }

    @Test
    void passesOverASiteWithoutAShare() {
        assertThat(targets(tasks(atSites(filesAt(2, "A-DISK", "B-DISK"))
                        .share("A", 0)
                        .share("B", 5)
                        .used("B-DISK", 1000))))
                .containsExactly("B-DISK", "B-DISK");
    }

    @Test
    void aGroupWithoutASiteWaitsAndSaysWhy() {
        Grouping grouping =
                byShare.group(atSites(file("/c", "C-DISK"), file("/x", "X-DISK", "C-DISK"), file("/a", "A-DISK"))
                        .share("A", 1)
                        .share("C", 0)
                        .request());
        assertThat(grouping.tasks()).containsExactly(task("A-DISK", "/a"));
        assertThat(grouping.waiting())
                .containsOnlyKeys("/c", "/x")
                .containsEntry("/x", "No site that has C-DISK or X-DISK has a share above 0 in /Resources/Shares/CPU");
    }

    @Test
    void reasonsComeInTheOrderInWhichTheirGroupsAreTaken() {
        WaitingFile[] files = filesAt(20, "C-DISK");

        Grouping grouping =
                byShare.group(atSites(files).share("A", 1).share("C", 0).request());

        assertThat(grouping.waiting().keySet())
                .containsExactlyElementsOf(
                        Stream.of(files).map(WaitingFile::lfn).toList());
    }

    @Test
    void groupsAsStandardDoes() {
        // Round 1 leaves one file of each set; round 2 joins them at B-DISK.
        assertThat(tasks(atSites(file("/1", "A-DISK", "B-DISK"), file("/2", "B-DISK"), file("/3", "C-DISK"))
                        .groupSize("2")
                        .share("A", 1)
                        .share("B", 1)))
                .containsExactly(task("B-DISK", "/1", "/2"));
    }

    @Test
    void leftoversComeOnFlush() {
        assertThat(tasks(atSites(file("/1", "A-DISK")).groupSize("2").flush().share("A", 1)))
                .containsExactly(task("A-DISK", "/1"));
    }

    @Test
    void noSharesAreAMistake() {
        assertThatThrownBy(() -> tasks(atSites(file("/1", "A-DISK"))))
                .isInstanceOf(GroupingException.class)
                .hasMessageContainingAll("\"test\"", "no shares", "/Resources/Shares/CPU");
    }

    @ParameterizedTest
    @ValueSource(doubles = {-1, Double.NaN, Double.POSITIVE_INFINITY})
    void aShareThatIsNoneIsAMistake(double share) {
        assertThatThrownBy(() -> tasks(atSites().share("A", share)))
                .isInstanceOf(GroupingException.class)
                .hasMessageContainingAll("/Resources/Shares/CPU/A", "number from 0");
    }
}
