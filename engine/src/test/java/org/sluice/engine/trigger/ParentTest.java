package org.sluice.engine.trigger;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.sluice.engine.transformation.TransformationDefinition;
import org.sluice.engine.transformation.TransformationJson;

/** What the engine does with the parent of a derived transformation. */
class ParentTest {
    private static final String ALL_FILES = "{\"DataLevel\":1}";

    private final TriggerFixture t = new TriggerFixture();

    @Test
    void whatWaitsInAStoppedParentIsGroupedWhenItIsToComplete() {
        int parent = t.transformation("parent", ALL_FILES, 2, "Stopped");
        for (String lfn : new String[] {"/vo/a", "/vo/b", "/vo/c", "/vo/d"}) {
            t.handle(t.registered(lfn, ALL_FILES, "SE-A"));
        }
        t.work();
        assertThat(t.tasks(parent)).isEmpty();

        TransformationDefinition derived = TransformationJson.with(
                TriggerFixture.definition("derived", ALL_FILES, 2, "New", "Standard"),
                "InheritedFrom",
                Integer.toString(parent));
        t.store.create(derived, TriggerFixture.AUTHOR);
        t.work();

        assertThat(t.store.find(parent).orElseThrow().definition().status()).isEqualTo("Completing");
        assertThat(t.tasks(parent)).containsExactly("1 SE-A /vo/a /vo/b", "2 SE-A /vo/c /vo/d");
    }
}
