package org.sluice.engine.filter;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The types of metadata fields by name, as DIRAC's file catalogue declares them. Immutable. Names are case-sensitive.
 *
 * <p>The names that every file has keep their types whatever a schema says: {@code LFN}, {@code Path}, {@code FileName} and its other
 * name {@code Name}, {@code SE}, {@code CheckSum} and {@code GUID} are strings, {@code Size} is an int, {@code CreationDate} a date.
 * An entry for one of them is ignored, with a warning in the log when it says something else: what these names mean comes from the
 * file itself and cannot be declared.
 */
public final class MetadataSchema {
    /** The names that every file has, with their types. */
    static final Map<String, FieldType> FIXED = Map.of(
            "LFN", FieldType.STRING,
            "Path", FieldType.STRING,
            "FileName", FieldType.STRING,
            "Name", FieldType.STRING,
            "SE", FieldType.STRING,
            "CheckSum", FieldType.STRING,
            "GUID", FieldType.STRING,
            "Size", FieldType.INT,
            "CreationDate", FieldType.DATE);

    private static final Logger LOG = LoggerFactory.getLogger(MetadataSchema.class);
    private static final MetadataSchema EMPTY = new MetadataSchema(FIXED);

    private final Map<String, FieldType> types;

    private MetadataSchema(Map<String, FieldType> types) {
        this.types = Map.copyOf(types);
    }

    /** The schema that declares nothing: only the names that every file has are known. */
    public static MetadataSchema empty() {
        return EMPTY;
    }

    /** A schema of these fields. */
    public static MetadataSchema of(Map<String, FieldType> fields) {
        Map<String, FieldType> types = new HashMap<>(fields);
        FIXED.forEach((name, type) -> {
            FieldType declared = types.put(name, type);
            if (declared != null && declared != type) {
                LOG.warn(
                        "The metadata schema declares {} as {}: ignored, every file has that name and its type is {}",
                        name,
                        declared,
                        type);
            }
        });
        return new MetadataSchema(types);
    }

    /**
     * A schema from JSON: one object, field name to the name of its type, such as {@code {"DataLevel":"int", "Start":"datetime"}}.
     * The names of types are read as {@link FieldType#ofName} reads them.
     *
     * @throws IllegalArgumentException if the JSON is no object or a type is not a text; the message says where
     */
    public static MetadataSchema parse(JsonNode json) {
        if (!json.isObject()) {
            throw new IllegalArgumentException(
                    "A metadata schema is a JSON object, name to type, such as {\"DataLevel\":\"int\"}; this is "
                            + Texts.quote(json));
        }
        Map<String, FieldType> fields = new HashMap<>();
        json.properties().forEach(field -> {
            if (!field.getValue().isTextual()) {
                throw new IllegalArgumentException("Metadata schema, field " + field.getKey()
                        + ": the type is a text such as \"int\", \"float\", \"date\" or \"string\", not "
                        + Texts.quote(field.getValue()));
            }
            fields.put(field.getKey(), FieldType.ofName(field.getValue().textValue()));
        });
        return of(fields);
    }

    /** The type of a field, or empty if this schema does not know it. */
    public Optional<FieldType> typeOf(String name) {
        return Optional.ofNullable(types.get(name));
    }
}
