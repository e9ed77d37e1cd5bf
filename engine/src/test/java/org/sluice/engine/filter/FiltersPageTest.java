package org.sluice.engine.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The examples of docs/filters.md do what the page says. */
class FiltersPageTest {
    private static final MetadataSchema SCHEMA =
            MetadataSchema.parse(Json.of("{'DataLevel':'int','Energy':'float','Site':'string'}"));

    private static List<String> examples(String kind) throws IOException {
        String page = Files.readString(Path.of("..", "docs", "filters.md"));
        return Pattern.compile("^```json " + kind + "\n(.*?)^```", Pattern.MULTILINE | Pattern.DOTALL)
                .matcher(page)
                .results()
                .map(match -> match.group(1))
                .toList();
    }

    @Test
    void queriesAreAccepted() throws IOException {
        assertThat(examples("query")).hasSize(3).allSatisfy(example -> assertThatCode(
                        () -> MetaQuery.parse(Json.exactly(example), SCHEMA))
                .doesNotThrowAnyException());
    }

    @Test
    void refusedOnesAreRefused() throws IOException {
        assertThat(examples("refused")).hasSize(8).allSatisfy(example -> assertThatThrownBy(
                        () -> MetaQuery.parse(Json.exactly(example), SCHEMA))
                .isInstanceOf(BadQueryException.class));
    }

    @Test
    void theMessageReadsAsThePageShowsIt() throws IOException {
        assertThatThrownBy(() -> MetaQuery.parse(Json.of("{'$or':[{},{'Energy':{'>':'hot'}}]}"), SCHEMA))
                .hasMessage("$or[1].Energy.>: \"hot\" is not a number (float)");
        assertThat(Files.readString(Path.of("..", "docs", "filters.md")))
                .contains("`$or[1].Energy.>: \"hot\" is not a number (float)`");
    }
}
