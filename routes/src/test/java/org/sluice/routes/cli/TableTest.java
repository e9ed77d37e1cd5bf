package org.sluice.routes.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TableTest {

    @Test
    void columnsAreAsWideAsTheirWidestCell() {
        Table table = Table.of("Name", "Files").numbers(1).row("Überlänge", 7).row("b", 12345678);

        assertThat(table.toString())
                .isEqualTo(
                        """
                        Name          Files
                        Überlänge         7
                        b          12345678""");
    }
}
