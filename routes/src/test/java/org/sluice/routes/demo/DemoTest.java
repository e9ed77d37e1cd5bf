package org.sluice.routes.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.engine.store.memory.MemoryStore;
import org.sluice.engine.transformation.Transformation.Author;

class DemoTest {

    @Test
    void outcomeIsWhatTheCampaignShouldLeadToAndTheDatabaseStaysWhereItIsWanted(@TempDir Path folder)
            throws IOException {
        AtomicLong handled = new AtomicLong();
        int messages;
        DemoReport report;
        try (Demo demo = Demo.prepare(new Demo.Options(400, 5, true, Optional.of(folder)))) {
            messages = demo.messages();
            report = demo.run(handled::set);
        }

        assertThat(report.deviations()).isEmpty();
        assertThat(report.registrations()).isEqualTo(400);
        assertThat(report.transformations()).hasSizeGreaterThanOrEqualTo(20);
        assertThat(report.attachments()).isPositive();
        assertThat(report.tasks()).isPositive();
        assertThat(report.rejections()).isEqualTo(14);
        assertThat(report.database()).startsWith("jdbc:h2:").contains(folder.toString());
        assertThat(handled).hasValue(messages);
        try (Stream<Path> left = Files.walk(folder)) {
            assertThat(left.filter(Files::isRegularFile)).containsExactly(folder.resolve("data/transformations.mv.db"));
        }
        assertThatThrownBy(() -> Demo.prepare(new Demo.Options(1, 5, true, Optional.of(folder))))
                .isInstanceOf(DemoFailedException.class)
                .hasMessageContaining("database already");
    }

    @Test
    void nothingIsLeftBehindOtherwise(@TempDir Path folder) {
        Path place = folder.resolve("demo");

        try (Demo demo = Demo.prepare(new Demo.Options(10, 5, false, Optional.of(place)))) {
            assertThat(demo.run(handled -> {}).deviations()).isEmpty();
        }

        assertThat(place).doesNotExist();
    }

    @Test
    void auditSeesWhatIsNotAsItShouldBe() {
        MemoryStore store = new MemoryStore();
        DemoTransformation transformation = DemoTransformation.all().get(0);
        int id = store.create(transformation.definition(), new Author("a", "", ""));
        Audit audit = new Audit(store, Campaign.files(300, 1));

        audit.check(id, transformation);

        assertThat(audit.deviations())
                .anyMatch(sentence -> sentence.contains("should have") && sentence.contains("and has 0"));
    }
}
