package org.sluice.routes.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Rows with aligned columns, for people to read. */
final class Table {
    private final List<List<String>> rows = new ArrayList<>();
    private Set<Integer> numbers = Set.of();

    private Table() {}

    /** A table with these headings and no rows. */
    static Table of(String... headings) {
        Table table = new Table();
        table.rows.add(List.of(headings));
        return table;
    }

    /** Columns, counted from 0, that are aligned to the right. */
    Table numbers(Integer... columns) {
        numbers = Set.of(columns);
        return this;
    }

    /** Adds a row with a cell for each heading. */
    Table row(Object... cells) {
        rows.add(Arrays.stream(cells).map(Table::cell).toList());
        return this;
    }

    /** The lines, without an end of line after the last. */
    @Override
    public String toString() {
        int[] widths = IntStream.range(0, rows.get(0).size())
                .map(column -> rows.stream()
                        .mapToInt(row -> width(row.get(column)))
                        .max()
                        .orElse(0))
                .toArray();
        return rows.stream().map(row -> line(row, widths)).collect(Collectors.joining("\n"));
    }

    private String line(List<String> row, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < row.size(); column++) {
            String cell = row.get(column);
            String blanks = " ".repeat(widths[column] - width(cell));
            line.append(column == 0 ? "" : "  ").append(numbers.contains(column) ? blanks + cell : cell + blanks);
        }
        return line.toString().stripTrailing();
    }

    private static String cell(Object value) {
        return value.toString().replace('\n', ' ');
    }

    private static int width(String cell) {
        return cell.codePointCount(0, cell.length());
    }
}
