package org.sluice.engine.grouping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.sluice.engine.grouping.Requests.file;
import static org.sluice.engine.grouping.Requests.sized;
import static org.sluice.engine.grouping.Requests.task;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sluice.engine.transformation.TransformationJson;

class PlannerTest {
    private static final List<WaitingFile> TEN =
            IntStream.range(0, 10).mapToObj(i -> sized("/f" + i, 1, "SE1")).toList();

    private final Plugins plugins = Plugins.load(getClass().getClassLoader());

    private List<PlannedTask> plan(String transformation, List<WaitingFile> files) {
        return plan(transformation, Map.of(), Map.of(), files);
    }

    private List<PlannedTask> plan(
            String transformation,
            Map<String, String> defaults,
            Map<String, String> pluginDefaults,
            List<WaitingFile> files) {
        return new Planner(plugins, Resources.none())
                .plan(TransformationJson.readDraft(transformation), defaults, pluginDefaults, files)
                .tasks();
    }

    @Test
    void groupsTenFilesWhereNoGroupSizeIsGiven() {
        assertThat(plan("{}", TEN))
                .singleElement()
                .extracting(PlannedTask::lfns)
                .satisfies(lfns -> assertThat(lfns).hasSize(10));
        assertThat(plan("{}", TEN.subList(0, 9))).isEmpty();
    }

    @Test
    void flushesByTheStatus() {
        assertThat(plan("{\"Status\":\"Flush\"}", TEN.subList(0, 1))).containsExactly(task("SE1", "/f0"));
    }

    @ParameterizedTest(name = "default {0}, plugin''s default {1}, own {2}: {3} tasks")
    @CsvSource({
        ",,,0",
        "5,,,2",
        "5,2,,5",
        "5,2,10,1",
        "5,,10,1",
        ",,5,2",
        "5,2,'',0",
        "5,'',,0",
        "'','','',0",
        "'',5,,2"
    })
    void theLastParameterFoundWins(String common, String ofPlugin, String own, int tasks) {
        String transformation = own == null
                ? "{\"Plugin\":\"BySize\"}"
                : "{\"Plugin\":\"BySize\", \"parameters\":{\"MaxFilesPerTask\":\"" + own + "\"}}";
        assertThat(plan(transformation, maximum(common), maximum(ofPlugin), TEN))
                .hasSize(tasks);
    }

    private static Map<String, String> maximum(String value) {
        return value == null ? Map.of() : Map.of("MaxFilesPerTask", value);
    }

    @Test
    void takesTheGroupSizeOfTheDefaultsOnlyWhereItHasNone() {
        Map<String, String> defaults = Map.of("GroupSize", "5");
        assertThat(plan("{}", defaults, Map.of(), TEN)).hasSize(2);
        assertThat(plan("{\"GroupSize\":2}", defaults, Map.of(), TEN)).hasSize(5);
        assertThatThrownBy(() -> plan("{}", Map.of("GroupSize", "five"), Map.of(), TEN))
                .isInstanceOf(GroupingException.class)
                .hasMessageContainingAll("GroupSize", "a number", "five");
    }

    @Test
    void takesWhatWasGivenFromTheTransformation() {
        Resources resources = new Resources(
                Map.of("A", List.of("SE-A"), "B", List.of("SE-B")), Set.of(), Map.of("A", 51.0, "B", 49.0));
        assertThat(new Planner(plugins, resources)
                        .plan(
                                TransformationJson.readDraft(
                                        "{\"Plugin\":\"ByShare\", \"GroupSize\":1, \"usedSE\":{\"SE-A\":12}}"),
                                Map.of(),
                                Map.of(),
                                List.of(file("/a", "SE-A", "SE-B")))
                        .tasks())
                .containsExactly(task("SE-B", "/a"));
    }

    @Test
    void countsAFileThatComesTwiceOnce() {
        assertThat(plan(
                        "{\"GroupSize\":2}",
                        List.of(file("/a", "SE1"), file("/b", "SE1", "SE2"), file("/a", "SE2"), file("/c", "SE1"))))
                .containsExactly(task("SE1,SE2", "/a", "/b"));
    }

    @Test
    void removesFilesWhereverTheyAre() {
        assertThat(plan(
                        "{\"Type\":\"Removal\", \"Body\":\"Removal;RemoveFile\", \"GroupSize\":2}",
                        List.of(file("/a"), file("/b", "SE1"))))
                .containsExactly(task("None", "/a", "/b"));
    }

    @Test
    void removesReplicasOnlyWhereTheyAre() {
        assertThat(plan(
                        "{\"Type\":\"Removal\", \"Body\":\"Removal;RemoveReplica\", \"GroupSize\":1}",
                        List.of(file("/a"), file("/b", "SE1"))))
                .containsExactly(task("SE1", "/b"));
    }

    @Test
    void namesThePluginsWhereThereIsNoSuchOne() {
        assertThatThrownBy(() -> plan("{\"Plugin\":\"Nope\"}", TEN))
                .isInstanceOf(GroupingException.class)
                .hasMessageContainingAll("\"Nope\"", "Broadcast, ByShare, BySize, Standard");
    }

    @Test
    void readsFiles() {
        assertThat(WaitingFileJson.read("{\"lfn\":\"/a\", \"size\":5, \"replicas\":[\"SE2\",\"SE1\"], \"guid\":\"x\"}"))
                .isEqualTo(sized("/a", 5, "SE1", "SE2"));
        assertThat(WaitingFileJson.read("{\"lfn\":\"/a\", \"replicas\":\"SE1\"}"))
                .isEqualTo(file("/a", "SE1"));
        assertThat(WaitingFileJson.read("{\"lfn\":\"/a\", \"size\":1000.0}")).isEqualTo(sized("/a", 1000));
        assertThat(WaitingFileJson.read("{\"lfn\":\"/a\", \"size\":null}")).isEqualTo(file("/a"));
        assertThat(WaitingFileJson.read("{\"lfn\":\"/a\", \"size\":1.5e3}")).isEqualTo(sized("/a", 1500));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{}",
                "{\"lfn\":5}",
                "{\"lfn\":\" \"}",
                "{\"lfn\":\"/a\",\"size\":-1}",
                "{\"lfn\":\"/a\",\"size\":\"1\"}",
                "{\"lfn\":\"/a\",\"size\":1.5}",
                "{\"lfn\":\"/a\",\"size\":1e30}",
                "{\"lfn\":\"a\"}",
                "{\"lfn\":\"/a\",\"size\":9223372036854775808}",
                "{\"lfn\":\"/a\",\"size\":1e999999999}",
                "{\"lfn\":\"/a\",\"size\":1e-999999999}",
                "{\"lfn\":\"/a\",\"replicas\":\"\"}",
                "{\"lfn\":\"/a\",\"replicas\":[\" \"]}",
                "{\"lfn\":\"/a\",\"replicas\":{\"SE1\":1}}",
                "{\"lfn\":\"/a\",\"replicas\":[1]}",
                "{\"lfn\":\"/a\"} {}",
                "{\"lfn\":"
            })
    void refusesWhatIsNoFile(String line) {
        assertThatThrownBy(() -> WaitingFileJson.read(line)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void saysWhereAndWhatIsWrongWithAFile() {
        assertThatThrownBy(() -> WaitingFileJson.read("{\"lfn\" 5}")).hasMessageContainingAll("column 8", "not JSON");
        assertThatThrownBy(() -> WaitingFileJson.read("{\"lfn\":\"/a\",\"size\":-1}"))
                .hasMessage("\"size\" must be a whole number of bytes; found -1");
    }
}
