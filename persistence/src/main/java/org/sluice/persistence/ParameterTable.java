package org.sluice.persistence;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** {@code AdditionalParameters}: only what changes is written, so that rows keep the types that DIRAC's clients gave them. */
final class ParameterTable {
    private static final Pattern WHOLE_NUMBER = Pattern.compile("\\s*[+-]?\\d+\\s*");

    private final Statements statements;

    ParameterTable(Statements statements) {
        this.statements = statements;
    }

    void change(int id, Map<String, String> old, Map<String, String> now) {
        old.keySet().stream()
                .filter(name -> !now.containsKey(name))
                .forEach(name -> statements.update(
                        "DELETE FROM AdditionalParameters WHERE TransformationID = ? AND ParameterName = ?", id, name));
        List<Object[]> added = Statements.rows();
        now.forEach((name, value) -> {
            if (!old.containsKey(name)) {
                added.add(Statements.row(id, name, value));
            } else if (!value.equals(old.get(name))) {
                set(id, name, value);
            }
        });
        statements.insert(
                "INSERT INTO AdditionalParameters (TransformationID, ParameterName, ParameterValue) VALUES ",
                "",
                added);
    }

    /** DIRAC's reader calls {@code int()} on what is typed as a number, and fails for the whole transformation. */
    private void set(int id, String name, String value) {
        String type = WHOLE_NUMBER.matcher(value).matches()
                ? ""
                : ", ParameterType = CASE WHEN ParameterType IN ('IntType', 'LongType') THEN 'StringType'"
                        + " ELSE ParameterType END";
        statements.update(
                "UPDATE AdditionalParameters SET ParameterValue = ?" + type
                        + " WHERE TransformationID = ? AND ParameterName = ?",
                value,
                id,
                name);
    }
}
