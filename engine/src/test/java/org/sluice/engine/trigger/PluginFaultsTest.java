package org.sluice.engine.trigger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.engine.event.Decoded;
import org.sluice.engine.grouping.Grouping;
import org.sluice.engine.grouping.GroupingPlugin;
import org.sluice.engine.grouping.GroupingRequest;
import org.sluice.engine.grouping.Lanes;
import org.sluice.engine.grouping.PlannedTask;
import org.sluice.engine.grouping.PluginSettings;
import org.sluice.engine.grouping.Plugins;
import org.sluice.engine.grouping.Resources;
import org.sluice.engine.grouping.WaitingFile;
import org.sluice.engine.store.StoreUnavailableException;

/** Plugins of somebody else's, in a running engine. */
class PluginFaultsTest {
    private static final String LEVEL_1 = "{\"Level\":1}";
    private static final Duration SHORT = Duration.ofMillis(20);
    private static final Duration LONG = Duration.ofMinutes(1);

    private final TriggerFixture t = new TriggerFixture();
    private final Path folder;
    private URLClassLoader loader = new URLClassLoader(new URL[0]);
    private Trigger trigger = t.trigger;

    PluginFaultsTest(@TempDir Path folder) {
        this.folder = folder;
    }

    /** All files that wait, in one task, as soon as there are three. */
    public static final class Threes implements GroupingPlugin {
        @Override
        public String name() {
            return "Threes";
        }

        @Override
        public Grouping group(GroupingRequest request) {
            List<String> lfns = request.files().stream().map(file -> file.lfn()).toList();
            return Grouping.of(lfns.size() < 3 ? List.of() : List.of(new PlannedTask("SE1", lfns)));
        }
    }

    /** Never comes back, until it is interrupted. */
    public static final class Looping implements GroupingPlugin {
        @Override
        public String name() {
            return "Looping";
        }

        @Override
        public Grouping group(GroupingRequest request) {
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException ended) {
                Thread.currentThread().interrupt();
            }
            return Grouping.of(List.of());
        }
    }

    private record StatedLanes(Function<WaitingFile, Collection<String>> names, BooleanSupplier fill, int most)
            implements Lanes {
        @Override
        public Collection<String> of(WaitingFile file) {
            return names.apply(file);
        }

        @Override
        public boolean mayFill(long files, long bytes) {
            return fill.getAsBoolean();
        }
    }

    /** Comes back as soon as three transformations wait for it at the same time. */
    public static final class Sociable implements GroupingPlugin {
        private final CyclicBarrier all = new CyclicBarrier(3);

        @Override
        public String name() {
            return "Sociable";
        }

        @Override
        public Grouping group(GroupingRequest request) {
            return meet(() -> Grouping.of(List.of(
                    new PlannedTask("SE1", List.of(request.files().get(0).lfn())))));
        }

        @Override
        public Lanes lanes(PluginSettings settings, Resources resources) {
            return new StatedLanes(file -> meet(() -> List.of("lane")), () -> meet(() -> true), 10);
        }

        private <T> T meet(Supplier<T> then) {
            try {
                all.await();
                return then.get();
            } catch (InterruptedException | BrokenBarrierException alone) {
                throw new IllegalStateException("nobody else was asked", alone);
            }
        }
    }

    /** Wants to be shown no file. */
    public static final class Blind implements GroupingPlugin {
        @Override
        public String name() {
            return "Blind";
        }

        @Override
        public Grouping group(GroupingRequest request) {
            return Grouping.of(List.of());
        }

        @Override
        public Lanes lanes(PluginSettings settings, Resources resources) {
            return new StatedLanes(file -> List.of("lane"), () -> true, -1);
        }
    }

    /** Cannot say what its lanes are. */
    public static final class Lost implements GroupingPlugin {
        @Override
        public String name() {
            return "Lost";
        }

        @Override
        public Grouping group(GroupingRequest request) {
            return Grouping.of(List.of());
        }

        @Override
        public Lanes lanes(PluginSettings settings, Resources resources) {
            throw new StackOverflowError("lost in recursion");
        }
    }

    /** Ends with an error that no caller should have to reckon with. */
    public static final class Exhausted implements GroupingPlugin {
        @Override
        public String name() {
            return "Exhausted";
        }

        @Override
        public Grouping group(GroupingRequest request) {
            throw new OutOfMemoryError("not here");
        }
    }

    /** Its tasks go nowhere. */
    public static final class Nowhere implements GroupingPlugin {
        @Override
        public String name() {
            return "Nowhere";
        }

        @Override
        @SuppressWarnings("NullAway") // as a plugin may do that is compiled without it
        public Grouping group(GroupingRequest request) {
            return Grouping.of(
                    List.of(new PlannedTask(null, List.of(request.files().get(0).lfn()))));
        }
    }

    /** Its lanes fail, one way or the other, when they are asked. */
    public static final class Stumbling implements GroupingPlugin {
        @Override
        public String name() {
            return "Stumbling";
        }

        @Override
        public Grouping group(GroupingRequest request) {
            return Grouping.of(List.of());
        }

        @Override
        public Lanes lanes(PluginSettings settings, Resources resources) {
            return new StatedLanes(
                    file -> file.lfn().endsWith("a") ? List.of("lane") : failing(),
                    () -> {
                        throw new IllegalStateException("never thought of that");
                    },
                    1);
        }

        private static Collection<String> failing() {
            throw new AssertionError("what a name");
        }
    }

    @BeforeEach
    void load() throws IOException {
        Path services = Files.createDirectories(folder.resolve("META-INF/services"));
        Files.write(
                services.resolve(GroupingPlugin.class.getName()),
                List.of(
                        Threes.class.getName(),
                        Looping.class.getName(),
                        Sociable.class.getName(),
                        Lost.class.getName(),
                        Blind.class.getName(),
                        Exhausted.class.getName(),
                        Nowhere.class.getName(),
                        Stumbling.class.getName()));
        loader = new URLClassLoader(
                new URL[] {folder.toUri().toURL()}, getClass().getClassLoader());
        // So long that a busy machine makes no sound plugin late.
        trigger = t.trigger(BoundaryListener.none(), Plugins.load(loader), LONG);
    }

    @AfterEach
    void unload() throws IOException {
        loader.close();
    }

    private int transformation(String plugin) {
        return transformation(plugin, plugin);
    }

    private int transformation(String name, String plugin) {
        return t.store.create(TriggerFixture.definition(name, LEVEL_1, 1, "Active", plugin), TriggerFixture.AUTHOR);
    }

    private void register(String... lfns) {
        for (String lfn : lfns) {
            trigger.handle(TriggerFixture.accepted(t.registered(lfn, LEVEL_1, "SE1")), TriggerFixture.NOW);
        }
    }

    @Test
    void aPluginThatKnowsNoLanesSeesAllThatWaits() {
        int id = transformation("Threes");
        register("/vo/a", "/vo/b");
        assertThat(t.tasks(id)).isEmpty();
        register("/vo/c", "/vo/d");
        assertThat(t.tasks(id)).containsExactly("1 SE1 /vo/a /vo/b /vo/c");
    }

    @Test
    void aPluginThatDoesNotComeBackIsQuarantinedAndTheOthersGoOn() {
        trigger = t.trigger(BoundaryListener.none(), Plugins.load(loader), SHORT);
        int looping = transformation("Looping");
        int sound = transformation("Standard");
        register("/vo/a", "/vo/b");
        assertThat(t.store.quarantine(looping)).get().asString().contains("Looping", "did not come back", "20 ms");
        assertThat(t.statuses(looping)).containsExactly("Unused", "Unused");
        assertThat(t.tasks(sound)).hasSize(2);
    }

    /** Else a file that many slow plugins want would hold its batch for as long as all of them together. */
    @Test
    void thePluginsOfSeveralTransformationsAreAskedAtTheSameTime() {
        List<Integer> ids = Stream.of("A", "B", "C")
                .map(name -> transformation(name, "Sociable"))
                .toList();
        register("/vo/a");
        assertThat(ids).allSatisfy(id -> {
            assertThat(t.store.quarantine(id)).isEmpty();
            assertThat(t.tasks(id)).containsExactly("1 SE1 /vo/a");
        });
    }

    /** A sound plugin is not to be blamed for the others that use the processor. */
    @Test
    void manyPluginsAtATimeHaveLonger() {
        assertThat(PluginCalls.times(0, 2)).isEqualTo(1);
        assertThat(PluginCalls.times(2, 2)).isEqualTo(1);
        assertThat(PluginCalls.times(3, 2)).isEqualTo(2);
        assertThat(PluginCalls.times(7, 2)).isEqualTo(4);
        assertThat(PluginCalls.times(1000, 2)).isEqualTo(4);
    }

    @Test
    void aPluginThatIsToBeShownNoFileIsQuarantinedAndTheOthersGoOn() {
        int blind = transformation("Blind");
        int sound = transformation("Standard");
        register("/vo/a");
        assertThat(t.store.quarantine(blind)).get().asString().contains("-1 files at a time");
        assertThat(t.tasks(sound)).hasSize(1);
    }

    @Test
    void anEngineThatIsToEndBlamesNoPlugin() {
        int id = transformation("Looping");
        Decoded.Accepted event =
                TriggerFixture.accepted(t.registered("/vo/a", LEVEL_1, "SE1")).get(0);
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> trigger.handle(List.of(event), TriggerFixture.NOW))
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining("interrupted");
        assertThat(Thread.interrupted()).isTrue();
        assertThat(t.store.quarantine(id)).isEmpty();
    }

    @Test
    void aPluginThatCannotSayItsLanesIsQuarantinedAndTheOthersGoOn() {
        int lost = transformation("Lost");
        int sound = transformation("Standard");
        register("/vo/a", "/vo/b");
        assertThat(t.store.quarantine(lost)).get().asString().contains("Lost", "lost in recursion");
        assertThat(t.tasks(sound)).hasSize(2);
    }

    @Test
    void aPluginThatEndsWithAnyErrorIsQuarantinedAndTheOthersGoOn() {
        int exhausted = transformation("Exhausted");
        int nowhere = transformation("Nowhere");
        int sound = transformation("Standard");
        register("/vo/a");
        assertThat(t.store.quarantine(exhausted)).get().asString().contains("OutOfMemoryError", "not here");
        assertThat(t.store.quarantine(nowhere)).get().asString().contains("no target");
        assertThat(t.statuses(exhausted)).containsExactly("Unused");
        assertThat(t.tasks(sound)).containsExactly("1 SE1 /vo/a");
    }

    @Test
    void aPluginWhoseLanesFailIsQuarantinedAndTheOthersGoOn() {
        int stumbling = transformation("Stumbling");
        int sound = transformation("Standard");
        register("/vo/a");
        assertThat(t.store.quarantine(stumbling)).get().asString().contains("never thought of that");
        t.setStatus(stumbling, "Active");
        register("/vo/b");
        assertThat(t.store.quarantine(stumbling)).get().asString().contains("what a name");
        assertThat(t.statuses(stumbling)).containsExactly("Unused", "Unused");
        assertThat(t.tasks(sound)).hasSize(2);
    }

    @Test
    void aReleasedTransformationGroupsWhatWaited() {
        int id = transformation("NoSuchPlugin");
        register("/vo/a", "/vo/b", "/vo/c");
        assertThat(t.store.quarantine(id)).isPresent();
        t.store.update(
                id, now -> TriggerFixture.definition("Mended", LEVEL_1, 1, "Active", "Threes"), TriggerFixture.AUTHOR);
        while (trigger.work()) {
            // the next step
        }
        assertThat(t.store.quarantine(id)).isEmpty();
        assertThat(t.tasks(id)).containsExactly("1 SE1 /vo/a /vo/b /vo/c");
    }
}
