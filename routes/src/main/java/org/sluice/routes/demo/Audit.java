package org.sluice.routes.demo;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.sluice.engine.store.TransformationRegistry;
import org.sluice.engine.store.TransformationRegistry.AttachedFile;
import org.sluice.engine.store.TransformationRegistry.TaskRow;

/** Compares what is in the database with what the campaign should have led to. */
final class Audit {
    private static final int ALL = Integer.MAX_VALUE;

    private final TransformationRegistry registry;
    private final Map<String, List<View>> viewsByLfn;
    private final List<String> deviations = new ArrayList<>();

    Audit(TransformationRegistry registry, List<SimulatedFile> files) {
        this.registry = registry;
        this.viewsByLfn = files.stream().collect(Collectors.toMap(SimulatedFile::lfn, SimulatedFile::views));
    }

    /** What is not as it should be, in sentences. */
    List<String> deviations() {
        return List.copyOf(deviations);
    }

    void check(int id, DemoTransformation transformation) {
        String name = transformation.definition().name();
        Set<String> wanted = viewsByLfn.entrySet().stream()
                .filter(file -> file.getValue().stream().anyMatch(transformation.wanted()))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
        List<AttachedFile> attached = registry.files(id, ALL);
        Set<String> found = attached.stream().map(AttachedFile::lfn).collect(Collectors.toSet());
        expect(attached.size() == found.size(), name + " has a file twice");
        expect(
                found.equals(wanted),
                "%s should have %d files and has %d, %d of them others"
                        .formatted(name, wanted.size(), found.size(), without(found, wanted)));
        new TaskAudit(transformation, attached, registry.tasks(id, ALL)).check();
    }

    void expect(boolean holds, String otherwise) {
        if (!holds) {
            deviations.add(otherwise);
        }
    }

    private Set<String> places(String lfn) {
        List<View> views = viewsByLfn.get(lfn);
        return views == null ? Set.of() : views.get(views.size() - 1).storageElements();
    }

    private static long without(Set<String> found, Set<String> wanted) {
        return found.stream().filter(lfn -> !wanted.contains(lfn)).count();
    }

    /** The tasks of one transformation. */
    private final class TaskAudit {
        private final DemoTransformation transformation;
        private final String name;
        private final Set<String> attached;
        private final List<TaskRow> tasks;
        private final Set<String> inTasks = new HashSet<>();
        private final int groupSize;
        private final int mostTasks;

        TaskAudit(DemoTransformation transformation, List<AttachedFile> attached, List<TaskRow> tasks) {
            this.transformation = transformation;
            this.name = transformation.definition().name();
            this.attached = attached.stream().map(AttachedFile::lfn).collect(Collectors.toSet());
            this.tasks = tasks;
            this.groupSize =
                    transformation.definition().groupSize().max(BigDecimal.ONE).intValue();
            int most = transformation.definition().maxNumberOfTasks();
            this.mostTasks = most > 0 ? most : Integer.MAX_VALUE;
        }

        void check() {
            int number = 0;
            for (TaskRow task : tasks) {
                number++;
                expect(task.taskId() == number, "%s has no task %d".formatted(name, number));
                checkFiles(task);
            }
            if (!transformation.definition().makesTasks()) {
                expect(
                        tasks.isEmpty(),
                        "%s is %s and has tasks"
                                .formatted(name, transformation.definition().status()));
            } else if (mostTasks < Integer.MAX_VALUE) {
                expect(
                        tasks.size() == Math.min(mostTasks, ready().size()),
                        "%s should have %d tasks and has %d".formatted(name, mostTasks, tasks.size()));
            } else {
                checkNothingIsLeft();
            }
        }

        private void checkFiles(TaskRow task) {
            String which = "task %d of %s".formatted(task.taskId(), name);
            Set<String> targets = Set.of(task.targetSe().split(","));
            for (String lfn : task.lfns()) {
                expect(attached.contains(lfn), which + " has a file that the transformation has not: " + lfn);
                expect(inTasks.add(lfn), which + " has a file that another task has: " + lfn);
                expect(
                        places(lfn).containsAll(targets),
                        "%s goes to %s, where its file %s is not".formatted(which, task.targetSe(), lfn));
            }
            int size = task.lfns().size();
            boolean sized = transformation.flushed() ? size >= 1 && size <= groupSize : size == groupSize;
            expect(sized, "%s has %d files where the group size is %d".formatted(which, size, groupSize));
        }

        /** Of files that could be in a task, fewer than a group are left at each storage element; none after a flush. */
        private void checkNothingIsLeft() {
            Map<String, Integer> left = new HashMap<>();
            for (String lfn : ready()) {
                if (!inTasks.contains(lfn)) {
                    places(lfn).forEach(se -> left.merge(se, 1, Integer::sum));
                }
            }
            int most = transformation.flushed() ? 0 : groupSize - 1;
            left.forEach((se, count) ->
                    expect(count <= most, "%s left %d files at %s ungrouped".formatted(name, count, se)));
        }

        /** The files whose place is known. */
        private List<String> ready() {
            return attached.stream().filter(lfn -> !places(lfn).isEmpty()).toList();
        }
    }
}
