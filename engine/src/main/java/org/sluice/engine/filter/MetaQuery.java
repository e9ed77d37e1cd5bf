package org.sluice.engine.filter;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collections;
import java.util.Set;

/**
 * A transformation's filter: DIRAC's meta query, name to condition, of which all must hold. Immutable and thread-safe.
 *
 * <p>Numbers are compared exactly, and texts with the JSON text of numbers. So that the JSON keeps what was written, read it (queries
 * and events alike) with {@code USE_BIG_DECIMAL_FOR_FLOATS} on and {@code JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES} off;
 * otherwise {@code 1.50} arrives as {@code 1.5}.
 *
 * <p>Beyond the DIRAC File Catalogue's queries there are {@code like}, {@code exists}, {@code $or} and {@code $not}; see
 * {@code docs/filters.md} for every form.
 */
public final class MetaQuery {
    private final JsonNode json;
    private final Condition.Query root;
    private final Set<Field> comparedFields;

    private MetaQuery(JsonNode json, Condition.Query root) {
        this.json = json;
        this.root = root;
        this.comparedFields = Set.copyOf(root.comparedFields());
    }

    /**
     * Reads a query. The types of names come from the schema; where it does not know a name, the condition itself decides: a
     * numeric comparison if all its operands are JSON numbers, else strings.
     *
     * @throws BadQueryException if the query is not one that can be asked of every file; it has the place and the reason
     */
    public static MetaQuery parse(JsonNode query, MetadataSchema schema) throws BadQueryException {
        Condition.Query root = new QueryParser(schema).parse(query);
        return new MetaQuery(query.deepCopy(), root);
    }

    /** Whether the query holds for the file. Never throws: a value that does not convert makes its condition false. */
    public boolean matches(FileFacts file) {
        return holds(new TypedFacts(file));
    }

    /** Why the query holds for the file or does not. Agrees with {@link #matches}. */
    public Explanation explain(FileFacts file) {
        return Explainer.explain(root, file);
    }

    /**
     * Whether one file could satisfy this query and another. Symmetric. {@link Compatibility#NO} is certain for files
     * whose metadata have one value each ({@code SE} may be a list); see {@code docs/transformations.md}.
     */
    public Compatibility compatibility(MetaQuery other) {
        return Satisfiability.ofBoth(root, other.root);
    }

    /** The query as it was written; the caller's own copy. */
    public JsonNode toJson() {
        return json.deepCopy();
    }

    /** The names that the query mentions, those inside {@code $or} and {@code $not} too. Unmodifiable. */
    public Set<String> names() {
        return Collections.unmodifiableSet(root.names());
    }

    boolean holds(TypedFacts facts) {
        return Evaluation.holds(root, facts);
    }

    Condition.Query root() {
        return root;
    }

    Set<Field> comparedFields() {
        return comparedFields;
    }

    @Override
    public String toString() {
        return json.toString();
    }
}
