package org.sluice.engine.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What every {@link FileLookup} does. */
public abstract class FileLookupContract extends StoreContract {

    @Test
    void onlyRegisteredFilesAreTold() {
        inTransaction(t -> {
            register(t, List.of("/vo/a", "/vo/b"));
            t.lockFiles(new TreeSet<>(List.of("/vo/spoken-of")));
        });

        assertThat(lookup().registered(List.of("/vo/a", "/vo/spoken-of", "/vo/b", "/vo/unknown", "/vo/a")))
                .containsExactlyInAnyOrder("/vo/a", "/vo/b");
    }

    @Test
    void everyCharacterOfAnLfnCounts() {
        inTransaction(t -> register(t, List.of("/vo/a")));

        assertThat(lookup().registered(List.of("/vo/A", "/vo/a ", "/vo/\u00e1")))
                .isEmpty();
    }

    @Test
    void nothingIsFoundOfNothing() {
        assertThat(lookup().registered(List.of())).isEmpty();
    }
}
