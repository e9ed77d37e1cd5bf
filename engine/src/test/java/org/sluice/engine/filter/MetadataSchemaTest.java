package org.sluice.engine.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MetadataSchemaTest {
    @ParameterizedTest
    @CsvSource({
        "int, INT",
        "INT(11), INT",
        "Integer, INT",
        "float, FLOAT",
        "FLOAT(10), FLOAT",
        "date, DATE",
        "DateTime, DATE",
        "string, STRING",
        "VARCHAR(255), STRING",
        "double, STRING",
        "bigint, STRING",
        "'', STRING"
    })
    void theBeginningOfATypesNameDecides(String name, FieldType type) {
        assertThat(FieldType.ofName(name)).isEqualTo(type);
    }

    @Test
    void readsNamesAndTypes() {
        MetadataSchema schema = MetadataSchema.parse(Json.of("{'DataLevel':'int','Site':'string'}"));
        assertThat(schema.typeOf("DataLevel")).contains(FieldType.INT);
        assertThat(schema.typeOf("Site")).contains(FieldType.STRING);
        assertThat(schema.typeOf("datalevel")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "LFN, STRING",
        "Path, STRING",
        "FileName, STRING",
        "Name, STRING",
        "SE, STRING",
        "CheckSum, STRING",
        "GUID, STRING",
        "Size, INT",
        "CreationDate, DATE"
    })
    void fixedNamesKeepTheirTypes(String name, FieldType type) {
        FieldType other = type == FieldType.FLOAT ? FieldType.DATE : FieldType.FLOAT;
        assertThat(MetadataSchema.empty().typeOf(name)).contains(type);
        assertThat(MetadataSchema.of(Map.of(name, other)).typeOf(name)).contains(type);
    }

    @Test
    void saysWhatIsNoSchema() {
        assertThatThrownBy(() -> MetadataSchema.parse(Json.of("['int']")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("JSON object")
                .hasMessageContaining("[\"int\"]");
        assertThatThrownBy(() -> MetadataSchema.parse(Json.of("{'A':'int','B':5}")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("field B")
                .hasMessageContaining("not 5");
    }
}
