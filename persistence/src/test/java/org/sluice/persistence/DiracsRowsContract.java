package org.sluice.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.sluice.engine.store.RegistryException;
import org.sluice.engine.store.StoreContract;
import org.sluice.engine.store.Stores;
import org.sluice.engine.transformation.TransformationDefinition;
import org.sluice.engine.transformation.TransformationJson;

/** The registry over rows that DIRAC's clients wrote, and that Sluice's own would not have written so. */
abstract class DiracsRowsContract extends StoreContract {
    abstract TestDatabase database();

    @Override
    protected final Stores emptyStores() {
        return database().begin(clock);
    }

    final TransformationDefinition read(int id) {
        return registry().find(id).orElseThrow().definition();
    }

    final void set(int id, String name, String value) {
        registry().update(id, now -> TransformationJson.with(now, name, value), AUTHOR);
    }

    private List<String> parameters() {
        return database()
                .rows("SELECT ParameterName, ParameterValue, ParameterType FROM AdditionalParameters"
                        + " ORDER BY ParameterName");
    }

    @Test
    void parametersKeepTheirTypesWhenOthersAreSet() {
        int id = transformation("t", "Active");
        database().execute("INSERT INTO AdditionalParameters VALUES (" + id + ", 'Priority', '5', 'IntType')");
        set(id, "Foo", "bar");
        assertThat(parameters()).containsExactly("Foo|bar|StringType", "Priority|5|IntType");
        set(id, "Priority", "7");
        assertThat(parameters()).containsExactly("Foo|bar|StringType", "Priority|7|IntType");
    }

    /** DIRAC could not read the transformation any more: it takes what is typed so for a number. */
    @Test
    void aNumberThatBecomesATextIsTypedAsOne() {
        int id = transformation("t", "Active");
        database().execute("INSERT INTO AdditionalParameters VALUES (" + id + ", 'Priority', '5', 'IntType')");
        set(id, "Priority", "high");
        assertThat(parameters()).containsExactly("Priority|high|StringType");
    }

    @Test
    void aParameterThatIsTakenAwayIsGoneAndNoOther() {
        int id = transformation("t", "Active");
        database()
                .execute("INSERT INTO AdditionalParameters VALUES (" + id + ", 'Priority', '5', 'IntType'), (" + id
                        + ", 'Foo', 'bar', 'StringType')");
        registry()
                .update(
                        id,
                        now -> with(now, now.groupSize(), now.inputQuery(), now.outputQuery(), Map.of("Priority", "5")),
                        AUTHOR);
        assertThat(parameters()).containsExactly("Priority|5|IntType");
    }

    @Test
    void whatSharesItsNameIsChangedWithoutAnotherName() {
        int one = transformation("Dup", "Active");
        int two = transformation("other", "Active");
        database().execute("UPDATE Transformations SET TransformationName = 'Dup' WHERE TransformationID = " + two);
        set(two, "Status", "Stopped");
        assertThat(read(two).status()).isEqualTo("Stopped");
        assertThat(read(one).status()).isEqualTo("Active");
        set(two, "TransformationName", "apart");
        assertThatThrownBy(() -> set(two, "TransformationName", "Dup"))
                .isInstanceOf(RegistryException.class)
                .hasMessageContaining("taken by transformation " + one);
    }
}
