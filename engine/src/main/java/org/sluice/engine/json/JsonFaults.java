package org.sluice.engine.json;

import com.fasterxml.jackson.core.JsonProcessingException;

/** What Jackson says of a text that it cannot read, without what only a programmer can use. */
public final class JsonFaults {
    private JsonFaults() {}

    /** One line that names the fault, and no place but of what was begun and not ended. */
    public static String words(JsonProcessingException fault) {
        return fault.getOriginalMessage()
                .lines()
                .findFirst()
                .orElse("it breaks off")
                .replaceFirst(", from `Stream[^`]*`", "")
                .replaceFirst("start marker at \\[.*line: (\\d+), column: (\\d+)]", "begun at line $1, column $2");
    }
}
