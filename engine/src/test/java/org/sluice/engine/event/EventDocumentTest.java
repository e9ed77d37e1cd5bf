package org.sluice.engine.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The examples of {@code docs/events.md} are events, and every reason for refusal stands there. */
class EventDocumentTest {

    private static final Path DOCUMENT = Path.of("..", "docs", "events.md");
    private static final Pattern EXAMPLE = Pattern.compile("```json\n(.*?)```", Pattern.DOTALL);

    @Test
    void everyExampleIsAccepted() throws IOException {
        List<String> examples = EXAMPLE.matcher(Files.readString(DOCUMENT))
                .results()
                .map(MatchResult::group)
                .map(example -> example.substring("```json\n".length(), example.length() - "```".length()))
                .toList();

        assertThat(examples).hasSizeGreaterThanOrEqualTo(10).allSatisfy(example -> assertThat(Codecs.decode(example))
                .allSatisfy(decoded -> assertThat(decoded).isInstanceOf(Decoded.Accepted.class)));
    }

    @Test
    void everyKindAndEveryReasonIsExplained() throws IOException {
        String document = Files.readString(DOCUMENT);

        for (EventKind kind : EventKind.values()) {
            assertThat(document).contains("| `" + kind.wireName() + "` |");
        }
        for (RejectionReason reason : RejectionReason.values()) {
            assertThat(document).contains("| `" + reason.code() + "` |");
        }
    }
}
