package org.sluice.engine.transformation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TransformationJsonTest {

    private static TransformationDefinition read(String singleQuoted) {
        return TransformationJson.read(singleQuoted.replace('\'', '"'));
    }

    private static void assertRefused(String singleQuoted, String... partsOfMessage) {
        assertThatThrownBy(() -> read(singleQuoted))
                .isInstanceOf(TransformationFormatException.class)
                .hasMessageContainingAll(partsOfMessage);
    }

    @Test
    void readsEveryMember() {
        TransformationDefinition definition = read(
                """
                {'TransformationName': 'reco', 'Type': 'DataReprocessing', 'Plugin': 'BySize', 'GroupSize': 2.5,
                 'Status': 'Active', 'AgentType': 'Manual', 'MaxNumberOfTasks': 7, 'EventsPerTask': 100,
                 'Description': 'short', 'LongDescription': 'long', 'FileMask': '*.dst',
                 'TransformationGroup': 'MyGroup', 'TransformationFamily': 'F', 'InheritedFrom': 3, 'Body': 'a body',
                 'InputMetaQuery': {'DataLevel': 1}, 'OutputMetaQuery': {'DataLevel': 2},
                 'parameters': {'SourceSE': 'SE1'}}""");
        assertThat(definition.name()).isEqualTo("reco");
        assertThat(definition.type()).isEqualTo("DataReprocessing");
        assertThat(definition.plugin()).isEqualTo("BySize");
        assertThat(definition.groupSize()).hasToString("2.5");
        assertThat(definition.status()).isEqualTo("Active");
        assertThat(definition.agentType()).isEqualTo("Manual");
        assertThat(definition.maxNumberOfTasks()).isEqualTo(7);
        assertThat(definition.eventsPerTask()).isEqualTo(100);
        assertThat(definition.description()).isEqualTo("short");
        assertThat(definition.longDescription()).isEqualTo("long");
        assertThat(definition.fileMask()).isEqualTo("*.dst");
        assertThat(definition.transformationGroup()).isEqualTo("MyGroup");
        assertThat(definition.transformationFamily()).isEqualTo("F");
        assertThat(definition.inheritedFrom()).isEqualTo(3);
        assertThat(definition.body()).isEqualTo("a body");
        assertThat(definition.inputQuery().orElseThrow()).hasToString("{\"DataLevel\":1}");
        assertThat(definition.outputQuery().orElseThrow()).hasToString("{\"DataLevel\":2}");
        assertThat(definition.parameters()).containsExactly(Map.entry("SourceSE", "SE1"));
    }

    @Test
    void givesDefaultsToWhatIsAbsentOrNull() {
        TransformationDefinition definition = read("{'TransformationName': 'only a name', 'Description': null}");
        assertThat(definition)
                .isEqualTo(new TransformationDefinition(
                        "only a name",
                        "Simulation",
                        "Standard",
                        "New",
                        "Automatic",
                        TransformationDefinition.DEFAULT_GROUP_SIZE,
                        0,
                        0,
                        "",
                        "",
                        "",
                        "General",
                        "0",
                        0,
                        "",
                        Optional.empty(),
                        Optional.empty(),
                        Map.of(),
                        Map.of()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"InputMetaQuery", "inputMetaQuery", "query"})
    void takesTheInputQueryByAnyOfItsNames(String member) {
        assertThat(read("{'TransformationName':'t', '%s':{'a':1}}".formatted(member))
                        .inputQuery()
                        .orElseThrow())
                .hasToString("{\"a\":1}");
    }

    @Test
    void takesTheOutputQueryInEitherCase() {
        assertThat(read("{'TransformationName':'t', 'outputMetaQuery':{'a':1}}").outputQuery())
                .isPresent();
    }

    @Test
    void keepsTheNumbersOfAQueryAsTheyWereWritten() {
        assertThat(read("{'TransformationName':'t', 'query':{'a':2.50, 'b':123456789012345678901.5, 'c':1}}")
                        .inputQuery()
                        .orElseThrow())
                .hasToString("{\"a\":2.50,\"b\":123456789012345678901.5,\"c\":1}");
    }

    @Test
    void keepsParametersAsText() {
        assertThat(
                        read("{'TransformationName':'t', 'parameters':{'s':'x y', 'n':5, 'f':1.50, 'b':true, 'l':['A','B'], 'o':{'k':1}}}")
                                .parameters())
                .containsExactly(
                        Map.entry("s", "x y"),
                        Map.entry("n", "5"),
                        Map.entry("f", "1.50"),
                        Map.entry("b", "true"),
                        Map.entry("l", "[\"A\",\"B\"]"),
                        Map.entry("o", "{\"k\":1}"));
    }

    @Test
    void takesANullParameterForAbsent() {
        assertThat(read("{'TransformationName':'t', 'parameters':{'TargetSE':'B', 'SourceSE':null}}")
                        .parameters())
                .containsExactly(Map.entry("TargetSE", "B"));
    }

    @Test
    void keepsABodyThatIsNotTextAsItsJson() {
        assertThat(read("{'TransformationName':'t', 'Body':[['RemoveFile',{}]]}")
                        .body())
                .isEqualTo("[[\"RemoveFile\",{}]]");
    }

    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource({
        "10,10",
        "10.0,10",
        "1E+1,10",
        "0.1,0.1",
        "2.5,2.5",
        "1e3,1000",
        "1.23456789,1.2345679",
        "16777217,16777216",
        "0,0",
        "0.001,0.001",
        "1.1e10,11000000000"
    })
    void givesTheShortestDecimalOfTheFloatColumn(String json, String groupSize) {
        assertThat(read("{'TransformationName':'t', 'GroupSize':%s}".formatted(json))
                        .groupSize())
                .hasToString(groupSize);
    }

    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
            'GroupSize':'2'                                   | 2
            'GroupSize':' 2.50 '                              | 2.5
            'parameters':{'GroupSize':2}                      | 2
            'parameters':{'GroupSize':'2.5'}                  | 2.5
            'GroupSize':3, 'parameters':{'GroupSize':2}       | 3
            'GroupSize':null, 'parameters':{'GroupSize':2}    | 2
            'GroupSize':'', 'parameters':{'GroupSize':null}   | 10
            """)
    void takesTheGroupSizeAsATextAndAmongTheParameters(String members, String groupSize) {
        TransformationDefinition definition = read("{'TransformationName':'t', %s}".formatted(members));
        assertThat(definition.groupSize()).hasToString(groupSize);
        assertThat(definition.parameters()).isEmpty();
    }

    @Test
    void refusesWhatIsNoObject() {
        assertRefused("[1]", "JSON object", "array [1]");
    }

    @Test
    void refusesMalformedJsonWithItsPlace() {
        assertRefused("{'TransformationName': 't',\n  'Type' 'x'}", "Line 2, column 10", "not JSON");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e9999999999", "1e-9999999999"})
    void refusesNumbersBeyondWhatIsReadWithTheirPlace(String number) {
        assertRefused("{'query':\n {'X':%s}}".formatted(number), "Line 2, column 7", "exponent");
        TransformationDefinition before = read("{'TransformationName':'t'}");
        assertThatThrownBy(() -> TransformationJson.with(before, "InputMetaQuery", "{\"X\":" + number + "}"))
                .isInstanceOf(TransformationFormatException.class)
                .hasMessageContainingAll("Line 1, column 6", "exponent");
        assertThatThrownBy(() -> TransformationJson.with(before, "GroupSize", number))
                .isInstanceOf(TransformationFormatException.class)
                .hasMessageContaining("GroupSize must be a number");
    }

    @Test
    void refusesWhatIsNestedTooDeepWithItsPlace() {
        assertRefused("{'query':" + "{'$not':".repeat(2000) + "{}" + "}".repeat(2001), "Line 1", "nesting depth");
    }

    @Test
    void readsAFileInUtf8WithOrWithoutAMark() {
        byte[] marked = "\uFEFF{\"TransformationName\":\"é\"}".getBytes(StandardCharsets.UTF_8);
        assertThat(TransformationJson.read(marked).name()).isEqualTo("é");
        assertThat(TransformationJson.readDraft(marked).definition().name()).isEqualTo("é");
    }

    @Test
    void refusesAFileThatIsNotUtf8() {
        byte[] latin1 = "{\"TransformationName\":\"é\"}".getBytes(StandardCharsets.ISO_8859_1);
        assertThatThrownBy(() -> TransformationJson.read(latin1))
                .isInstanceOf(TransformationFormatException.class)
                .hasMessageContainingAll("Line 1, column 24", "not UTF-8");
        assertThatThrownBy(() -> TransformationJson.readDraft(latin1))
                .isInstanceOf(TransformationFormatException.class)
                .hasMessageContainingAll("Line 1, column 24", "not UTF-8");
    }

    @Test
    void refusesAMemberGivenTwice() {
        assertRefused("{'TransformationName': 't', 'Type': 'x', 'Type': 'y'}", "Line 1", "Duplicate", "Type");
    }

    @Test
    void refusesTextAfterTheObject() {
        assertRefused("{'TransformationName': 't'} x", "Line 1");
    }

    @Test
    void refusesNothingAtAll() {
        assertRefused("", "JSON object", "nothing");
    }

    @Test
    void refusesAnUnknownMemberAndNamesTheNearest() {
        assertRefused("{'TransformationName':'t', 'groupsize':3}", "\"groupsize\"", "did you mean \"GroupSize\"");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
        'Type':5                     | Type must be text             | the number 5
        'GroupSize':'five'           | GroupSize must be a number    | the string "five"
        'GroupSize':1e39             | GroupSize must be a number    | FLOAT
        'MaxNumberOfTasks':1.5       | MaxNumberOfTasks must be a whole number | 1.5
        'EventsPerTask':3000000000   | EventsPerTask must be a whole number    | 3000000000
        'InheritedFrom':true         | InheritedFrom must be a whole number    | the boolean true
        'query':'DataLevel'          | query must be an object       | "DataLevel"
        'parameters':[1]             | parameters must be an object  | the array [1]
        'usedSE':{'SE1':1}           | no member "usedSE"            | did you mean
        'GroupSize':' 0x10'          | GroupSize must be a number    | the string " 0x10"
        'GroupSize':'NaN'            | GroupSize must be a number    | the string "NaN"
        'GroupSize':[2]              | GroupSize must be a number    | the array [2]
        'parameters':{'GroupSize':'x'} | GroupSize must be a number  | the string "x"
        'parameters':{'Plugin':'x'}  | parameters.Plugin             | beside
        'parameters':{'':1}          | parameter name                | 1 to 32
        'query':{},'InputMetaQuery':{} | InputMetaQuery and query    | one of them
        'Status':'Actve'             | Status "Actve" is not known   | did you mean "Active"
        """,
            quoteCharacter = '`')
    void refusesAValueOfTheWrongTypeAndSaysWhatWasFound(String member, String wanted, String found) {
        assertRefused("{'TransformationName':'t', %s}".formatted(member), wanted, found);
    }

    @ParameterizedTest
    @CsvSource({"TransformationName,255", "Type,32", "Plugin,32", "Description,255", "TransformationFamily,64"})
    void refusesTextThatItsColumnCannotHold(String member, int most) {
        String other = member.equals("TransformationName") ? "" : "'TransformationName':'t', ";
        assertThat(read("{%s'%s':'%s'}".formatted(other, member, "é".repeat(most))))
                .isNotNull();
        assertRefused(
                "{%s'%s':'%s'}".formatted(other, member, "é".repeat(most + 1)),
                member + " has " + (most + 1) + " characters",
                "holds " + most);
    }

    @Test
    void refusesALongDescriptionByItsBytes() {
        assertRefused(
                "{'TransformationName':'t', 'LongDescription':'%s'}".formatted("é".repeat(32_768)), "65536 bytes");
    }

    @Test
    void refusesCharactersThatTheTablesCannotHold() {
        assertRefused("{'TransformationName':'t\uD83D\uDE00'}", "TransformationName", "U+1F600", "utf8mb3");
    }

    @Test
    void refusesToCreateWithoutAName() {
        assertRefused("{'Type':'Merge'}", "needs a TransformationName");
    }

    @Test
    void readsADraftWithoutAName() {
        TransformationJson.Draft draft = TransformationJson.readDraft("{\"usedSE\":{\"SE1\":12,\"SE2\":0}}");
        assertThat(draft.definition().name()).isEmpty();
        assertThat(draft.groupSizeGiven()).isFalse();
        assertThat(draft.filesByUsedSe()).containsOnly(Map.entry("SE1", 12L), Map.entry("SE2", 0L));
        assertThat(TransformationJson.readDraft("{\"GroupSize\":3}").groupSizeGiven())
                .isTrue();
        assertThat(TransformationJson.readDraft("{\"parameters\":{\"GroupSize\":3}}")
                        .groupSizeGiven())
                .isTrue();
        assertThat(TransformationJson.readDraft("{\"GroupSize\":\"\"}").groupSizeGiven())
                .isFalse();
    }

    @Test
    void refusesADraftWithACountThatIsNone() {
        assertThatThrownBy(() -> TransformationJson.readDraft("{\"usedSE\":{\"SE1\":-1}}"))
                .hasMessageContainingAll("usedSE.SE1", "whole number", "-1");
    }

    @Test
    void givesBackWhatItWroteOfAStoredTransformation() {
        TransformationDefinition definition =
                read("{'TransformationName':'t', 'GroupSize':2.5, 'query':{'a':[1,'x']}, 'parameters':{'p':'[1]'}}");
        Transformation stored = new Transformation(
                12,
                definition,
                new Transformation.Author("ada", "/CN=ada", "prod"),
                Instant.parse("2026-01-02T03:04:05Z"),
                Instant.parse("2026-01-02T03:04:06Z"));
        ObjectNode json = TransformationJson.write(stored);
        assertThat(json.get("TransformationID").intValue()).isEqualTo(12);
        assertThat(json.get("CreationDate").textValue()).isEqualTo("2026-01-02T03:04:05Z");
        assertThat(json.get("AuthorDN").textValue()).isEqualTo("/CN=ada");
        assertThat(json.get("GroupSize")).hasToString("2.5");
        assertThat(TransformationJson.read(json.toString())).isEqualTo(definition);
    }

    @Test
    void changesOneMemberGivenAsText() {
        TransformationDefinition before = read("{'TransformationName':'t', 'query':{'a':1}}");
        assertThat(TransformationJson.with(before, "Status", "Active").status()).isEqualTo("Active");
        assertThat(TransformationJson.with(before, "GroupSize", "2.50").groupSize())
                .hasToString("2.5");
        assertThat(TransformationJson.with(before, "MaxNumberOfTasks", "7").maxNumberOfTasks())
                .isEqualTo(7);
        assertThat(TransformationJson.with(before, "query", "{\"b\":2}")
                        .inputQuery()
                        .orElseThrow())
                .hasToString("{\"b\":2}");
        assertThat(TransformationJson.with(before, "query", "").inputQuery()).isEmpty();
        assertThat(TransformationJson.with(before, "SourceSE", "['SE1']").parameters())
                .containsExactly(Map.entry("SourceSE", "['SE1']"));
    }

    @Test
    void whatWasShownWithoutAQueryIsNotReadAsOneThatHasNone() {
        assertThatThrownBy(() -> read("{'TransformationName':'t', 'Unreadable':{'InputMetaQuery':'Start: odd'}}"))
                .isInstanceOf(TransformationFormatException.class)
                .hasMessageContainingAll("Unreadable", "InputMetaQuery", "Start: odd");
    }

    /** DIRAC stores more than Sluice would. */
    @Test
    void looksOnlyAtWhatIsChanged() {
        TransformationDefinition odd = read("{'TransformationName':'t', 'parameters':{'Priority':'5'}}")
                .withStatus("ValidatingInput");
        TransformationDefinition changed = TransformationJson.with(odd, "Description", "x");
        assertThat(changed.status()).isEqualTo("ValidatingInput");
        assertThat(changed.description()).isEqualTo("x");
        assertThat(changed.parameters()).containsExactly(Map.entry("Priority", "5"));
        assertThatThrownBy(() -> TransformationJson.with(odd, "priority", "7"))
                .isInstanceOf(TransformationFormatException.class)
                .hasMessageContaining("\"priority\" is written Priority");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
        GroupSize        | five     | GroupSize must be a number
        MaxNumberOfTasks | 1.5      | whole number
        Status           | Actve    | did you mean "Active"
        groupsize        | 5        | "groupsize" is written GroupSize
        TransformationID | 5        | cannot be set
        query            | {        | not JSON
        query            | 5        | InputMetaQuery must be an object
        TransformationName | ` `    | needs a TransformationName
        """)
    void refusesAChangeThatAMemberCannotHave(String name, String value, String message) {
        TransformationDefinition before = read("{'TransformationName':'t'}");
        assertThatThrownBy(() -> TransformationJson.with(before, name, value))
                .isInstanceOf(TransformationFormatException.class)
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource({"Removal;RemoveFile,true", "Removal;RemoveReplica,false", "'',false"})
    void knowsABodyThatRemovesFiles(String body, boolean removes) {
        assertThat(read("{'TransformationName':'t', 'Body':'%s'}".formatted(body))
                        .removesFiles())
                .isEqualTo(removes);
    }
}
