package org.sluice.engine.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import net.jqwik.api.sessions.JqwikSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The rows are read by Python, by the rules of DIRAC's TransformationDB, and compared with the query there. */
class DiracReadsStoredQueriesTest {
    private static final JsonMapper ASCII =
            JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    private static final String READER =
            """
            import ast, json, sys

            def same(a, b):
                if isinstance(a, dict) and isinstance(b, dict):
                    return a.keys() == b.keys() and all(same(a[k], b[k]) for k in a)
                if isinstance(a, list) and isinstance(b, list):
                    return len(a) == len(b) and all(map(same, a, b))
                return isinstance(a, bool) == isinstance(b, bool) and a == b

            def given_back(value, kind):
                if ';;;' in value:
                    parts = value.split(';;;')
                    return [int(part) for part in parts] if kind == 'Integer' else parts
                if kind == 'Integer':
                    return int(value)
                return ast.literal_eval(value) if kind == 'Dict' else value

            cases = json.load(open(sys.argv[1], encoding='ascii'))
            for case in cases:
                query = {row['name']: given_back(row['value'], row['type']) for row in case['rows']}
                query = query.get('$query', query)
                if not same(query, case['query']):
                    print('differs:', ascii(query), ascii(case['query']))
            print(len(cases), 'read')
            """;

    @Test
    void pythonReadsWhatIsWritten(@TempDir Path directory) throws Exception {
        assumeTrue(runs("python3", "-c", "import ast, json"), "no python3 on this machine");
        ArrayNode cases = ASCII.createArrayNode();
        JqwikSession.run(() -> Stream.concat(
                        QueryArbitraries.queries().sampleStream().limit(500), Stream.of(everyAsciiAndMore()))
                .forEach(query -> cases.add(testCase(query))));
        Path input = directory.resolve("cases.json");
        ASCII.writeValue(input.toFile(), cases);
        Process python = start("python3", "-c", READER, input.toString());
        String output = new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(python.waitFor()).as(output).isZero();
        assertThat(output.strip()).isEqualTo("501 read");
    }

    private static JsonNode everyAsciiAndMore() {
        StringBuilder text = new StringBuilder();
        for (int point = 0; point < 0x300; point++) {
            text.appendCodePoint(point);
        }
        text.append("\\u0041\u2028\uffff\ud83d\ude00\ud83d");
        ObjectNode query = ASCII.createObjectNode();
        query.putObject("N").put("=", text.toString());
        query.putObject("$not").put("M;;;", ";;;;");
        return query;
    }

    private static ObjectNode testCase(JsonNode query) {
        List<StoredCondition> rows = StoredQueries.write(query);
        ObjectNode testCase = ASCII.createObjectNode();
        testCase.set("query", query);
        testCase.set("rows", ASCII.valueToTree(rows));
        return testCase;
    }

    private static boolean runs(String... command) throws InterruptedException {
        try {
            Process process = start(command);
            return process.waitFor(30, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException notInstalled) {
            return false;
        }
    }

    private static Process start(String... command) throws IOException {
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }
}
