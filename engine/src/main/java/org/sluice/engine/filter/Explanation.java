package org.sluice.engine.filter;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;

/**
 * Why a query matched a file or did not, condition by condition in the order of the query. {@code $or} and {@code $not} have a line
 * of their own, followed by the lines of the queries in them.
 *
 * @param matched whether the query as a whole holds for the file
 */
public record Explanation(boolean matched, List<Line> lines) {
    /** Keeps its own copy of the lines. */
    public Explanation {
        lines = List.copyOf(lines);
    }

    /**
     * One condition.
     *
     * @param place where it stands: a name, {@code $or[1].Site}, {@code $or} itself
     * @param condition the condition as it was written (JSON)
     * @param value the file's value; empty where the name is absent, and for {@code $or} and {@code $not}
     * @param held whether this condition holds for the file
     * @param remark why a value could not be compared, where one could not
     */
    public record Line(
            String place, String condition, Optional<JsonNode> value, boolean held, Optional<String> remark) {}

    /** One line a condition, for people to read. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(matched ? "matches" : "does not match");
        for (Line line : lines) {
            text.append(line.held() ? "\n  holds  " : "\n  FAILS  ")
                    .append(line.place())
                    .append(' ')
                    .append(Texts.cut(line.condition()));
            line.value().ifPresent(value -> text.append(", the file has ").append(Texts.quote(value)));
            line.remark().ifPresent(remark -> text.append(" (").append(remark).append(')'));
        }
        return text.toString();
    }
}
