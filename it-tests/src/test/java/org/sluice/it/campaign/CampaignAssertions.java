package org.sluice.it.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.sluice.it.campaign.Tables.FileRow;
import org.sluice.it.campaign.Tables.TaskRow;

/** The tables hold what the campaign's own calculation expects, and tasks keep what always holds of them. */
final class CampaignAssertions {
    private CampaignAssertions() {}

    static void assertHolds(Campaign campaign, Tables tables) {
        List<FileRow> files = tables.files();
        List<TaskRow> tasks = tables.tasks();
        assertThat(attachments(files)).isEqualTo(nonEmpty(campaign.attachments()));
        assertThat(files).doesNotHaveDuplicates();
        assertTasksMatchTheirFiles(files, tasks, tables.fileTasks());
        for (JsonNode transformation : campaign.transformations()) {
            String name = transformation.path("TransformationName").asText();
            int groupSize = transformation.path("GroupSize").asInt();
            List<TaskRow> own =
                    tasks.stream().filter(t -> t.transformation().equals(name)).toList();
            assertNumbersRunFromOne(name, own);
            assertThat(own).as(name).allSatisfy(task -> {
                assertThat(lfns(task)).hasSize(groupSize);
                assertThat(task.status()).isEqualTo("Created");
                assertThat(lfns(task)).allSatisfy(lfn -> assertThat(campaign.places(lfn))
                        .containsAll(List.of(task.targetSe().split(","))));
            });
            if (groupSize == 1) {
                assertEveryFileIsATask(name, own, campaign);
            } else {
                assertNothingLeftThatCouldBeGrouped(name, groupSize, files, campaign);
            }
        }
    }

    private static void assertEveryFileIsATask(String name, List<TaskRow> tasks, Campaign campaign) {
        Set<String> placed = campaign.attachments().getOrDefault(name, Set.of()).stream()
                .filter(lfn -> !campaign.places(lfn).isEmpty())
                .collect(Collectors.toSet());
        assertSame(name, tasks.stream().map(TaskRow::inputVector).toList(), placed);
    }

    /** Every file of a task says so itself, in the same words, and no file is in two. */
    private static void assertTasksMatchTheirFiles(List<FileRow> files, List<TaskRow> tasks, List<String> fileTasks) {
        Set<String> byInputs = new HashSet<>();
        Map<String, String> targets = new HashMap<>();
        for (TaskRow task : tasks) {
            targets.put(task.transformation() + " " + task.task(), task.targetSe());
            for (String lfn : lfns(task)) {
                assertThat(byInputs.add(task.transformation() + " " + task.task() + " " + lfn))
                        .as("%s twice in task %s of %s", lfn, task.task(), task.transformation())
                        .isTrue();
            }
        }
        List<FileRow> used = files.stream().filter(file -> file.task() > 0).toList();
        List<String> byFiles = used.stream()
                .map(f -> f.transformation() + " " + f.task() + " " + f.lfn())
                .toList();
        assertSame("files and inputs", byFiles, byInputs);
        assertSame("file tasks and inputs", fileTasks, byInputs);
        assertThat(used).allSatisfy(file -> {
            assertThat(file.status()).isEqualTo("Assigned");
            assertThat(file.usedSe()).isEqualTo(targets.get(file.transformation() + " " + file.task()));
        });
        assertThat(files.stream().filter(file -> file.task() == 0))
                .allSatisfy(file -> assertThat(file.status()).isEqualTo("Unused"));
    }

    /** The same elements, each once; by sets, since there are many. */
    private static void assertSame(String what, List<String> actual, Set<String> expected) {
        assertThat(new HashSet<>(actual)).as(what).isEqualTo(expected);
        assertThat(actual).as(what).hasSameSizeAs(expected);
    }

    private static void assertNumbersRunFromOne(String name, List<TaskRow> tasks) {
        for (int i = 0; i < tasks.size(); i++) {
            assertThat(tasks.get(i).task()).as(name).isEqualTo(i + 1);
        }
    }

    /** Round 2 of the Standard plugin leaves less than a group at every storage element. */
    private static void assertNothingLeftThatCouldBeGrouped(
            String name, int groupSize, List<FileRow> files, Campaign campaign) {
        Map<String, Long> waitingBySe = new TreeMap<>();
        for (FileRow file : files) {
            if (file.transformation().equals(name) && file.task() == 0) {
                campaign.places(file.lfn()).forEach(se -> waitingBySe.merge(se, 1L, Long::sum));
            }
        }
        assertThat(waitingBySe).as(name).allSatisfy((se, count) -> assertThat(count)
                .isLessThan(groupSize));
    }

    private static Map<String, Set<String>> attachments(List<FileRow> files) {
        return files.stream()
                .collect(Collectors.groupingBy(
                        FileRow::transformation, Collectors.mapping(FileRow::lfn, Collectors.toSet())));
    }

    private static Map<String, Set<String>> nonEmpty(Map<String, Set<String>> sets) {
        return sets.entrySet().stream()
                .filter(e -> !e.getValue().isEmpty())
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private static List<String> lfns(TaskRow task) {
        return List.of(task.inputVector().split(";"));
    }
}
