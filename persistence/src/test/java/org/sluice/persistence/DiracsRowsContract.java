package org.sluice.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sluice.engine.store.PendingWork;
import org.sluice.engine.store.RegistryException;
import org.sluice.engine.store.StoreContract;
import org.sluice.engine.store.Stores;
import org.sluice.engine.store.TransformationRegistry.LogEntry;
import org.sluice.engine.transformation.Transformation;
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

    /** With an input query that nobody can read and an output query that everybody can. */
    private int unreadable(String value, String type) {
        int id = transformation("unreadable", "Stopped");
        database()
                .execute("INSERT INTO TransformationMetaQueries VALUES (" + id + ", 'Start', '" + value + "', '" + type
                        + "', 'Input'), (" + id + ", 'Level', '2', 'Integer', 'Output')");
        return id;
    }

    private List<String> queries() {
        return database()
                .rows("SELECT MetaDataName, MetaDataValue, MetaDataType, QueryType FROM TransformationMetaQueries"
                        + " ORDER BY QueryType");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"{''>'': datetime.datetime(2020, 1, 1)} | Dict", "1.5 | Integer"})
    void anUnreadableQueryIsToldAndLeftAsItIs(String value, String type) {
        int id = unreadable(value.replace("'", "''"), type);
        TransformationDefinition read = read(id);
        assertThat(read.inputQuery()).isEmpty();
        assertThat(read.outputQuery()).hasToString("Optional[{\"Level\":2}]");
        assertThat(read.unreadable()).containsOnlyKeys("InputMetaQuery");
        assertThat(read.unreadable().get("InputMetaQuery")).contains("Start", "TransformationMetaQueries");
        assertThat(registry().list()).extracting(Transformation::definition).containsExactly(read);

        set(id, "Description", "x");
        set(id, "OutputMetaQuery", "{\"Level\":3}");
        assertThat(queries())
                .containsExactlyInAnyOrder("Start|" + value + "|" + type + "|Input", "Level|3|Integer|Output");
        assertThat(registry().log(id))
                .extracting(LogEntry::message)
                .contains("Description updated to x", "OutputMetaQuery updated to {\"Level\":3}")
                .noneMatch(message -> message.startsWith("InputMetaQuery"));
    }

    @Test
    void anUnreadableQueryIsMended() {
        int id = unreadable("1.5", "Integer");
        set(id, "InputMetaQuery", "{\"Start\":1}");
        assertThat(read(id).unreadable()).isEmpty();
        assertThat(queries()).containsExactlyInAnyOrder("Start|1|Integer|Input", "Level|2|Integer|Output");
        assertThat(registry().log(id))
                .extracting(LogEntry::message)
                .contains("InputMetaQuery updated to {\"Start\":1}");
        assertThat(registry().pendingWork())
                .extracting(progress -> progress.work().kind())
                .containsExactly(PendingWork.Kind.BACKFILL);
    }

    @Test
    void anUnreadableQueryIsTakenAway() {
        int id = unreadable("1.5", "Integer");
        set(id, "InputMetaQuery", "");
        assertThat(read(id).unreadable()).isEmpty();
        assertThat(queries()).containsExactly("Level|2|Integer|Output");
        assertThat(registry().log(id)).extracting(LogEntry::message).contains("InputMetaQuery removed");
    }

    @Test
    void whatHasAnUnreadableQueryIsCleanedAndDeleted() {
        int id = unreadable("1.5", "Integer");
        registry().clean(id, AUTHOR);
        assertThat(queries()).isEmpty();
        assertThat(read(id).status()).isEqualTo("TransformationCleaned");
        registry().delete(id, AUTHOR);
        assertThat(registry().list()).isEmpty();
    }
}
