package org.sluice.engine.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MembersTest {
    private static Map<String, JsonNode> numbered(int size) {
        Map<String, JsonNode> map = new LinkedHashMap<>();
        for (int i = 0; i < size; i++) {
            map.put("name" + i, IntNode.valueOf(i));
        }
        return map;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 9, 64, 65, 200})
    void isTheSameMap(int size) {
        Map<String, JsonNode> map = numbered(size);
        Map<String, JsonNode> copy = Members.copyOf(map);

        assertThat(copy).isEqualTo(map).hasSameHashCodeAs(map).hasSize(size);
        assertThat(Members.copyOf(copy)).isEqualTo(map);
        map.forEach((name, value) -> {
            assertThat(copy.get(name)).isSameAs(value);
            assertThat(copy).containsKey(name);
        });
        assertThat(copy.get("other")).isNull();
        assertThat(copy).doesNotContainKey("other");
        assertThatThrownBy(() -> copy.put("name0", IntNode.valueOf(7)))
                .isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void keepsTheirOrderAndIsNotCopiedTwice() {
        Map<String, JsonNode> copy = Members.copyOf(numbered(20));

        assertThat(copy.keySet()).containsExactlyElementsOf(numbered(20).keySet());
        assertThat(Members.copyOf(copy)).isSameAs(copy);
    }

    @Test
    void tellsNamesOfOneHashApart() {
        Members.Builder builder = new Members.Builder();

        assertThat(builder.add("Aa", IntNode.valueOf(1))).isTrue();
        assertThat(builder.add("BB", IntNode.valueOf(2))).isTrue();
        assertThat(builder.add(new String("Aa"), IntNode.valueOf(3))).isFalse();
        assertThat(builder.build()).hasToString("{Aa=1, BB=2}");
    }

    @Test
    void takesNoMoreThanAreQuicklyLookedThrough() {
        Members.Builder builder = new Members.Builder();
        numbered(64)
                .forEach((name, value) -> assertThat(builder.add(name, value)).isTrue());

        assertThat(builder.add("one more", IntNode.valueOf(0))).isFalse();
        assertThat(builder.build()).isEqualTo(numbered(64));
    }
}
