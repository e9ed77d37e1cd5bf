package org.sluice.engine.filter;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BigIntegerNode;
import com.fasterxml.jackson.databind.node.BinaryNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.POJONode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Values that would cost time or memory, or that no JSON parser makes, are values that do not convert. */
class HostileValuesTest {
    static Map<String, JsonNode> values() {
        return Map.of(
                "a million digits as a text", TextNode.valueOf("1".repeat(1_000_000)),
                "a million digits", BigIntegerNode.valueOf(BigInteger.ONE.shiftLeft(3_000_000)),
                "a million decimals", DecimalNode.valueOf(new BigDecimal(BigInteger.ONE.shiftLeft(3_000_000), 5)),
                "the largest exponent", DecimalNode.valueOf(new BigDecimal(BigInteger.TEN, Integer.MIN_VALUE)),
                "the smallest exponent", DecimalNode.valueOf(new BigDecimal(BigInteger.TEN, Integer.MAX_VALUE)),
                "an exponent beyond int", TextNode.valueOf("1e9999999999"),
                "not a number", DoubleNode.valueOf(Double.NaN),
                "bytes", BinaryNode.valueOf(new byte[] {1}),
                "an object of Java", new POJONode(new Object()));
    }

    static Iterable<String> names() {
        return values().keySet();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("names")
    void satisfyNothing(String name) {
        JsonNode value = Objects.requireNonNull(values().get(name));
        FileFacts file =
                FileFacts.builder("/a").metadata(Map.of("Energy", value)).build();
        MetaQuery below = MetaQuery.parse(Json.of("{'Energy':{'<':5}}"), MetaQueryTest.SCHEMA);
        MetaQuery other = MetaQuery.parse(Json.of("{'Energy':{'!=':5}}"), MetaQueryTest.SCHEMA);
        MetaQuery present = MetaQuery.parse(Json.of("{'Energy':'Any'}"), MetaQueryTest.SCHEMA);
        assertThat(below.matches(file)).isFalse();
        assertThat(other.matches(file)).isFalse();
        assertThat(present.matches(file)).isTrue();
    }

    @Test
    void numbersOfAThousandDigitsStillCompare() {
        FileFacts file = FileFacts.builder("/a")
                .metadata(Map.of("Energy", TextNode.valueOf("9".repeat(999) + "7")))
                .build();
        String limit = "9".repeat(999) + "8";
        assertThat(MetaQuery.parse(Json.of("{'Energy':{'<':" + limit + "}}"), MetaQueryTest.SCHEMA)
                        .matches(file))
                .isTrue();
    }

    @Test
    void aMissingNodeIsAnAbsentName() {
        FileFacts file = FileFacts.builder("/a")
                .metadata(Map.of("Energy", MissingNode.getInstance()))
                .build();
        assertThat(file.value("Energy")).isEmpty();
    }
}
