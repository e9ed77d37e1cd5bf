package org.sluice.engine.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is no query, with the place and the reason that its author is told. */
class RefusedQueryTest {
    @ParameterizedTest(name = "{0} : {1}")
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            textBlock =
                    """
            []                              ~ ``            ~ a query is a JSON object
            'Any'                           ~ ``            ~ a query is a JSON object
            null                            ~ ``            ~ a query is a JSON object
            {'Level':'five'}                ~ Level         ~ "five" is not a number (int)
            {'Level':'NaN'}                 ~ Level         ~ "NaN" is not a number (int)
            {'Level':''}                    ~ Level         ~ "" is not a number
            {'Energy':{'>':'hot'}}          ~ Energy.>      ~ "hot" is not a number (float)
            {'Level':[1,'x']}               ~ Level[1]      ~ "x" is not a number
            {'Level':['Any']}               ~ Level[0]      ~ "Any" is not a number
            {'Level':{'=':'Missing'}}       ~ Level.=       ~ "Missing" is not a number
            {'Level':{'in':[1,'x']}}        ~ Level.in[1]   ~ "x" is not a number
            {'Start':'2026-02-30'}          ~ Start         ~ is not a date
            {'Start':20260230}              ~ Start         ~ is not a date
            {'Start':true}                  ~ Start         ~ is not a date
            {'Level':{'<>':5}}              ~ Level.<>      ~ no such operator
            {'Level':{'LIKE':'a'}}          ~ Level.LIKE    ~ no such operator
            {'Level':{'min':5}}             ~ Level.min     ~ no such operator
            {'Level':{'>':1,'less':5}}      ~ Level.less    ~ no such operator
            {'Level':{'>':[1,2]}}           ~ Level.>       ~ not a list
            {'Level':{'<=':[]}}             ~ Level.<=      ~ not a list
            {'X':{'>=':[1]}}                ~ X.>=          ~ not a list
            {'Level':null}                  ~ Level         ~ null
            {'Level':[null]}                ~ Level[0]      ~ null
            {'Level':{'=':null}}            ~ Level.=       ~ null
            {'X':{'nin':[null]}}            ~ X.nin[0]      ~ null
            {'Level':[[1]]}                 ~ Level[0]      ~ needs a text, number or boolean
            {'Level':{'=':{'a':1}}}         ~ Level.=       ~ needs a text, number or boolean
            {'Level':{'in':5}}              ~ Level.in      ~ needs a list
            {'Level':{'nin':'x'}}           ~ Level.nin     ~ needs a list
            {'X':{'like':5}}                ~ X.like        ~ needs a text
            {'X':{'like':['a']}}            ~ X.like        ~ needs a text
            {'X':{'exists':'yes'}}          ~ X.exists      ~ needs true or false
            {'X':{'exists':null}}           ~ X.exists      ~ needs true or false
            {'$and':[]}                     ~ $and          ~ $or and $not
            {'$OR':[]}                      ~ $OR           ~ $or and $not
            {'Level':{'$not':5}}            ~ Level.$not    ~ no such operator
            {'$or':{}}                      ~ $or           ~ needs a list of queries
            {'$or':[5]}                     ~ $or[0]        ~ a query is a JSON object
            {'$or':[{},{'Level':'x'}]}      ~ $or[1].Level  ~ "x" is not a number
            {'$not':[]}                     ~ $not          ~ a query is a JSON object
            {'$not':{'Level':{'>':'x'}}}    ~ $not.Level.>  ~ "x" is not a number
            {'$or':[{'$not':{'$x':1}}]}     ~ $or[0].$not.$x ~ $or and $not
            """)
    void isRefusedWithPlaceAndReason(String query, String place, String reason) {
        JsonNode json = Json.of(query);
        BadQueryException refusal =
                catchThrowableOfType(BadQueryException.class, () -> MetaQuery.parse(json, MetaQueryTest.SCHEMA));
        assertThat(refusal).isNotNull();
        assertThat(refusal.place()).isEqualTo(place);
        assertThat(refusal.reason()).contains(reason);
        assertThat(refusal).hasMessage((place.isEmpty() ? "The query" : place) + ": " + refusal.reason());
    }

    @Test
    void nestingHasALimit() {
        JsonNode query = JsonNodeFactory.instance.objectNode();
        for (int i = 0; i < 100_000; i++) {
            query = JsonNodeFactory.instance.objectNode().set("$not", query);
        }
        JsonNode deep = query;
        assertThatThrownBy(() -> MetaQuery.parse(deep, MetadataSchema.empty()))
                .isInstanceOf(BadQueryException.class)
                .hasMessageContaining("nested more than 32 deep");
    }

    @Test
    void whatJsonDoesNotHaveIsRefused() {
        JsonNode notANumber = JsonNodeFactory.instance.objectNode().set("X", DoubleNode.valueOf(Double.NaN));
        assertThatThrownBy(() -> MetaQuery.parse(notANumber, MetadataSchema.empty()))
                .isInstanceOf(BadQueryException.class);
    }
}
