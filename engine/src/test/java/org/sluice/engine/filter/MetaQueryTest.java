package org.sluice.engine.filter;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The stated answers: a file's metadata, a query, and whether it holds. */
class MetaQueryTest {
    static final MetadataSchema SCHEMA = MetadataSchema.parse(
            Json.of("{'Level':'int', 'Energy':'FLOAT', 'Start':'datetime', 'Site':'VARCHAR(32)', 'Run':'INT(11)'}"));

    private static boolean matches(String metadata, String query) {
        FileFacts file = FileFacts.builder("/vo/run7/a.dst")
                .metadata(Json.fields(metadata))
                .build();
        MetaQuery parsed = MetaQuery.parse(Json.of(query), SCHEMA);
        assertThat(parsed.explain(file).matched()).isEqualTo(parsed.matches(file));
        return parsed.matches(file);
    }

    @ParameterizedTest(name = "{0} ~ {1} : {2}")
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            textBlock =
                    """
            # equality
            {'Level':5}            ~ {'Level':5}                        ~ true
            {'Level':5}            ~ {'Level':6}                        ~ false
            {'Site':'Paranal'}     ~ {'Site':'Paranal'}                 ~ true
            {'Site':'Paranal'}     ~ {'Site':'paranal'}                 ~ false
            {'Energy':2.5}         ~ {'Energy':2.5}                     ~ true
            {'Level':5}            ~ {}                                 ~ true
            {'Level':5,'Run':1}    ~ {'Level':5,'Run':1}                ~ true
            {'Level':5,'Run':1}    ~ {'Level':5,'Run':2}                ~ false
            # lists
            {'Level':5}            ~ {'Level':[4,5]}                    ~ true
            {'Level':6}            ~ {'Level':[4,5]}                    ~ false
            {'Level':5}            ~ {'Level':[]}                       ~ false
            {'Level':5}            ~ {'Level':{'in':[]}}                ~ false
            {'Level':5}            ~ {'Level':{'nin':[]}}               ~ true
            # operators
            {'Level':5}            ~ {'Level':{'=':5}}                  ~ true
            {'Level':5}            ~ {'Level':{'=':[4,5]}}              ~ true
            {'Level':5}            ~ {'Level':{'!=':5}}                 ~ false
            {'Level':5}            ~ {'Level':{'!=':6}}                 ~ true
            {'Level':5}            ~ {'Level':{'!=':[4,5]}}             ~ false
            {'Level':5}            ~ {'Level':{'!=':[4,6]}}             ~ true
            {'Level':5}            ~ {'Level':{'<':5}}                  ~ false
            {'Level':5}            ~ {'Level':{'<':6}}                  ~ true
            {'Level':5}            ~ {'Level':{'<=':5}}                 ~ true
            {'Level':5}            ~ {'Level':{'<=':4}}                 ~ false
            {'Level':5}            ~ {'Level':{'>':5}}                  ~ false
            {'Level':5}            ~ {'Level':{'>':4}}                  ~ true
            {'Level':5}            ~ {'Level':{'>=':5}}                 ~ true
            {'Level':5}            ~ {'Level':{'>=':6}}                 ~ false
            {'Level':5}            ~ {'Level':{'in':[4,5]}}             ~ true
            {'Level':5}            ~ {'Level':{'nin':[4,5]}}            ~ false
            {'Level':5}            ~ {'Level':{'nin':[4,6]}}            ~ true
            {'Level':5}            ~ {'Level':{'>':1,'<=':5}}           ~ true
            {'Level':6}            ~ {'Level':{'>':1,'<=':5}}           ~ false
            {'Level':1}            ~ {'Level':{'>':1,'<=':5}}           ~ false
            # presence
            {'Site':'x'}           ~ {'Site':'Any'}                     ~ true
            {'Site':'x'}           ~ {'Site':'aNY'}                     ~ true
            {}                     ~ {'Site':'Any'}                     ~ false
            {'Site':'x'}           ~ {'Site':'Missing'}                 ~ false
            {}                     ~ {'Site':'MISSING'}                 ~ true
            {'Site':null}          ~ {'Site':'Missing'}                 ~ true
            {'Site':null}          ~ {'Site':'Any'}                     ~ false
            {'Level':'junk'}       ~ {'Level':'any'}                    ~ true
            {'Site':'x'}           ~ {'Site':{}}                        ~ true
            {}                     ~ {'Site':{}}                        ~ false
            {'Site':'x'}           ~ {'Site':{'exists':true}}           ~ true
            {'Site':'x'}           ~ {'Site':{'exists':false}}          ~ false
            {}                     ~ {'Site':{'exists':false}}          ~ true
            {}                     ~ {'Site':{'exists':true}}           ~ false
            {}                     ~ {'Site':{'exists':false,'=':'x'}}  ~ false
            {'Site':'x'}           ~ {'Site':['Any']}                   ~ false
            {'Site':'Any'}         ~ {'Site':['Any']}                   ~ true
            {'Site':'Missing'}     ~ {'Site':{'=':'Missing'}}           ~ true
            {}                     ~ {'Site':{'=':'Missing'}}           ~ false
            {'Site':'x'}           ~ {'Site':{'!=':'Any'}}              ~ true
            # an absent name makes everything else false
            {}                     ~ {'Level':5}                        ~ false
            {}                     ~ {'Level':[]}                       ~ false
            {}                     ~ {'Level':{'!=':5}}                 ~ false
            {'Level':null}         ~ {'Level':{'!=':5}}                 ~ false
            {}                     ~ {'Level':{'nin':[5]}}              ~ false
            {}                     ~ {'Level':{'nin':[]}}               ~ false
            {}                     ~ {'Site':{'like':'*'}}              ~ false
            {}                     ~ {'Level':{'<':5}}                  ~ false
            # both sides are converted
            {'Level':'7'}          ~ {'Level':7}                        ~ true
            {'Level':7}            ~ {'Level':'7'}                      ~ true
            {'Level':' 7 '}        ~ {'Level':'+7'}                     ~ true
            {'Level':7.0}          ~ {'Level':7}                        ~ true
            {'Level':7.5}          ~ {'Level':7}                        ~ false
            {'Level':7.5}          ~ {'Level':{'!=':7}}                 ~ true
            {'Level':7.5}          ~ {'Level':{'>':7,'<':8}}            ~ true
            {'Level':7}            ~ {'Level':{'<':7.5}}                ~ true
            {'Level':true}         ~ {'Level':1}                        ~ true
            {'Level':1}            ~ {'Level':true}                     ~ true
            {'Level':false}        ~ {'Level':0}                        ~ true
            {'Energy':'2.50'}      ~ {'Energy':2.5}                     ~ true
            {'Energy':'.5'}        ~ {'Energy':'5e-1'}                  ~ true
            {'Energy':true}        ~ {'Energy':1.0}                     ~ true
            {'Level':9007199254740993}  ~ {'Level':9007199254740992}    ~ false
            {'Level':100000000000000000000000000000} ~ {'Level':{'>':99999999999999999999999999999}} ~ true
            {'Energy':0.1}         ~ {'Energy':0.10000000000000000001}  ~ false
            {'Energy':1e400}       ~ {'Energy':{'>':1e399}}             ~ true
            {'Energy':1e999999999} ~ {'Energy':{'>':'9e999999998'}}     ~ true
            {'Energy':-1e999999999} ~ {'Energy':{'<':0}}                ~ true
            {'Energy':1e-999999999} ~ {'Energy':{'>':0}}                ~ true
            {'Energy':'1e99999999999'} ~ {'Energy':{'>':0}}             ~ false
            # NaN satisfies nothing, infinities are the ends
            {'Energy':'NaN'}       ~ {'Energy':{'!=':1}}                ~ false
            {'Energy':'NaN'}       ~ {'Energy':{'nin':[]}}              ~ false
            {'Energy':'nan'}       ~ {'Energy':{'<':1}}                 ~ false
            {'Energy':'NaN'}       ~ {'Energy':'NaN'}                   ~ false
            {'Energy':1}           ~ {'Energy':{'!=':'NaN'}}            ~ false
            {'Energy':1}           ~ {'Energy':{'>':'NaN'}}             ~ false
            {'Energy':'NaN'}       ~ {'Energy':'Any'}                   ~ true
            {'Energy':'Infinity'}  ~ {'Energy':{'>':1e999999999}}       ~ true
            {'Energy':'-inf'}      ~ {'Energy':{'<':-1e999999999}}      ~ true
            {'Energy':'inf'}       ~ {'Energy':'+Infinity'}             ~ true
            {'Energy':'inf'}       ~ {'Energy':{'>':'-inf'}}            ~ true
            {'Level':'Infinity'}   ~ {'Level':{'>':1}}                  ~ false
            # what does not convert makes the condition false
            {'Level':'junk'}       ~ {'Level':{'>':1}}                  ~ false
            {'Level':'junk'}       ~ {'Level':{'!=':1}}                 ~ false
            {'Level':''}           ~ {'Level':{'!=':1}}                 ~ false
            {'Level':'0x10'}       ~ {'Level':16}                       ~ false
            {'Level':'true'}       ~ {'Level':1}                        ~ false
            {'Level':{'a':1}}      ~ {'Level':{'nin':[1]}}              ~ false
            {'Level':{'a':1}}      ~ {'Level':'Any'}                    ~ true
            {'Site':{'a':1}}       ~ {'Site':{'!=':'x'}}                ~ false
            {'Site':{'a':1}}       ~ {'Site':{'like':'*'}}              ~ false
            {'Start':7}            ~ {'Start':{'>':'2026-01-01'}}       ~ false
            {'Start':'yesterday'}  ~ {'Start':{'!=':'2026-01-01'}}      ~ false
            # strings by their JSON text
            {'Site':5}             ~ {'Site':'5'}                       ~ true
            {'Site':'5'}           ~ {'Site':5}                         ~ true
            {'Site':true}          ~ {'Site':'true'}                    ~ true
            {'Site':1.50}          ~ {'Site':'1.50'}                    ~ true
            {'Site':1.50}          ~ {'Site':1.5}                       ~ false
            {'Site':1.0}           ~ {'Site':1}                         ~ false
            {'Site':0.00000001}    ~ {'Site':'0.00000001'}              ~ true
            {'Site':'9'}           ~ {'Site':{'>':'10'}}                ~ true
            {'Site':'a'}           ~ {'Site':{'>':'B'}}                 ~ true
            {'Site':'ab'}          ~ {'Site':{'>':'a'}}                 ~ true
            {'Site':'\uD83D\uDE00'} ~ {'Site':{'>':'\uFF21'}}           ~ true
            {'Site':'\uFF21'}      ~ {'Site':{'<':'\uD83D\uDE00'}}      ~ true
            # names that the schema lacks
            {'X':7.0}              ~ {'X':7}                            ~ true
            {'X':'7.0'}            ~ {'X':7}                            ~ true
            {'X':10}               ~ {'X':{'>':9}}                      ~ true
            {'X':10}               ~ {'X':{'>':'9'}}                    ~ false
            {'X':'7.0'}            ~ {'X':'7'}                          ~ false
            {'X':7.0}              ~ {'X':[7,8]}                        ~ true
            {'X':7.0}              ~ {'X':[7,'8']}                      ~ false
            {'X':10}               ~ {'X':{'>':9,'exists':true,'like':'1*'}} ~ true
            {'X':'junk'}           ~ {'X':{'!=':7}}                     ~ false
            {'X':'junk'}           ~ {'X':{'!=':'7'}}                   ~ true
            {'X':true}             ~ {'X':true}                         ~ true
            {'X':'7.0'}            ~ {'$or':[{'X':7},{'X':'z'}]}        ~ true
            # lists as a file's value
            {'Level':[3,7]}        ~ {'Level':7}                        ~ true
            {'Level':[3,7]}        ~ {'Level':{'>':5}}                  ~ true
            {'Level':[3,7]}        ~ {'Level':{'!=':7}}                 ~ false
            {'Level':[3,7]}        ~ {'Level':{'!=':8}}                 ~ true
            {'Level':[3,7]}        ~ {'Level':{'nin':[1,3]}}            ~ false
            {'Level':[0,9]}        ~ {'Level':{'>':1,'<':5}}            ~ false
            {'Level':[0,3,9]}      ~ {'Level':{'>':1,'<':5}}            ~ true
            {'Level':[0,3,9]}      ~ {'Level':{'>':1,'<':5,'!=':9}}     ~ false
            {'Level':['junk',7]}   ~ {'Level':7}                        ~ true
            {'Level':['junk',7]}   ~ {'Level':{'!=':8}}                 ~ false
            {'Level':[null,7]}     ~ {'Level':{'!=':8}}                 ~ true
            {'Level':[[7]]}        ~ {'Level':7}                        ~ false
            {'Level':[[7]]}        ~ {'Level':'Any'}                    ~ true
            {'Level':[]}           ~ {'Level':'Missing'}                ~ true
            {'Level':[]}           ~ {'Level':{'!=':8}}                 ~ false
            {'Level':[null]}       ~ {'Level':'Any'}                    ~ false
            {'Site':['ab','cd']}   ~ {'Site':{'like':'c*'}}             ~ true
            {'Site':['ab','cd']}   ~ {'Site':{'like':'c*','<':'b'}}     ~ false
            # globs
            {'Site':'gamma_20deg'} ~ {'Site':{'like':'gamma*'}}         ~ true
            {'Site':'gamma_20deg'} ~ {'Site':{'like':'gamma'}}          ~ false
            {'Site':'gamma_20deg'} ~ {'Site':{'like':'*_??deg'}}        ~ true
            {'Site':'gamma_20deg'} ~ {'Site':{'like':'g[ab]mma*'}}      ~ true
            {'Site':'gamma_20deg'} ~ {'Site':{'like':'Gamma*'}}         ~ false
            {'Level':120}          ~ {'Level':{'like':'1*'}}            ~ true
            {'Level':120}          ~ {'Level':{'like':'1*','>':200}}    ~ false
            # $or and $not
            {'Level':5}            ~ {'$or':[{'Level':4},{'Level':5}]}  ~ true
            {'Level':6}            ~ {'$or':[{'Level':4},{'Level':5}]}  ~ false
            {'Level':5}            ~ {'$or':[]}                         ~ false
            {'Level':5}            ~ {'$or':[{}]}                       ~ true
            {'Level':5,'Run':1}    ~ {'Run':2,'$or':[{'Level':5}]}      ~ false
            {'Level':5}            ~ {'$not':{'Level':5}}               ~ false
            {'Level':6}            ~ {'$not':{'Level':5}}               ~ true
            {}                     ~ {'$not':{'Level':5}}               ~ true
            {}                     ~ {'$not':{'Level':{'!=':5}}}        ~ true
            {'Level':'junk'}       ~ {'$not':{'Level':5}}               ~ true
            {'Level':5}            ~ {'$not':{}}                        ~ false
            {'Level':5}            ~ {'$not':{'$or':[{'Level':4},{'$not':{'Level':5}}]}} ~ true
            """)
    void holdsAsStated(String metadata, String query, boolean expected) {
        assertThat(matches(metadata, query)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            textBlock =
                    """
            2026-11-22                          ~ 2026-11-22 00:00:00
            2026-11-22                          ~ 2026-11-22T00:00:00Z
            2026-11-22 10:20:30.5               ~ 2026-11-22T10:20:30.500Z
            2026-11-22 10:20:30.123456789012    ~ 2026-11-22T10:20:30,123456789012Z
            2026-11-22T12:20+02:00              ~ 2026-11-22 10:20:00
            2026-11-22T12:20:00+0200            ~ 2026-11-22 10:20:00
            2026-11-22T08:20:00-02              ~ 2026-11-22t10:20:00z
            20261122T102030Z                    ~ 2026-11-22 10:20:30
            20261122                            ~ 2026-11-22
            2026-11-22T24:00:00                 ~ 2026-11-23
            +12026-11-22                        ~ +12026-11-22T00:00Z
            """)
    void datesAreMomentsInUtc(String value, String operand) {
        assertThat(matches("{'Start':'" + value + "'}", "{'Start':'" + operand + "'}"))
                .isTrue();
        assertThat(matches("{'Start':'" + value + "'}", "{'Start':{'<':'" + operand + "'}}"))
                .isFalse();
    }

    @Test
    void datesAreOrdered() {
        assertThat(matches("{'Start':'2026-11-22 10:00:00.0001'}", "{'Start':{'>':'2026-11-22T10:00:00Z'}}"))
                .isTrue();
        assertThat(matches("{'Start':'2026-11-22T01:00:00+02:00'}", "{'Start':{'<':'2026-11-22'}}"))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "2026-02-30",
        "2026-13-01",
        "2026-11-22 25:00:00",
        "2026-11-22 24:00:01",
        "2026-11-22 10:60:00",
        "2026-11-22 10:00:60",
        "2026-1-2",
        "22/11/2026",
        "2026-11-22T10:00:00+19:00",
        "2026-11-22T",
        "now"
    })
    void whatIsNoDateDoesNotConvert(String value) {
        assertThat(matches("{'Start':'" + value + "'}", "{'Start':{'>':'1900-01-01'}}"))
                .isFalse();
    }

    @ParameterizedTest(name = "{0} : {1}")
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            textBlock =
                    """
            {'LFN':'/vo/run7/a.dst'}                       ~ true
            {'LFN':{'like':'/vo/*'}}                       ~ true
            {'Path':'/vo/run7'}                            ~ true
            {'Path':'/vo'}                                 ~ false
            {'FileName':'a.dst'}                           ~ true
            {'Name':'a.dst'}                               ~ true
            {'Size':1000}                                  ~ true
            {'Size':{'>':'999'}}                           ~ true
            {'SE':'CERN-DST'}                              ~ true
            {'SE':{'!=':'CERN-DST'}}                       ~ false
            {'SE':{'nin':['RAL-DST']}}                     ~ true
            {'CheckSum':'adler32:0badcafe'}                ~ true
            {'GUID':'123'}                                 ~ true
            {'GUID':123}                                   ~ true
            {'CreationDate':'2026-11-22 00:23:41.25'}      ~ true
            {'CreationDate':{'>=':'2026-11-22','<':'2026-11-23'}} ~ true
            """)
    void everyFileHasTheFixedNames(String query, boolean expected) {
        FileFacts file = FileFacts.builder("/vo/run7/a.dst")
                .size(1000)
                .replicas(List.of("CERN-DST", "LYON-DST"))
                .checksum("adler32:0badcafe")
                .guid("123")
                .creationDate(Instant.parse("2026-11-22T00:23:41.250Z"))
                .metadata(Json.fields("{'LFN':1,'Path':1,'FileName':1,'Name':1,'Size':1,'SE':1,'CheckSum':1,'GUID':1,"
                        + "'CreationDate':1}"))
                .build();
        MetadataSchema misleading = MetadataSchema.parse(Json.of("{'Size':'string','GUID':'int','SE':'date'}"));
        assertThat(MetaQuery.parse(Json.of(query), misleading).matches(file)).isEqualTo(expected);
    }

    @Test
    void whatAFileDoesNotSayIsAbsentEvenIfMetadataHaveThatName() {
        FileFacts file = FileFacts.builder("/a")
                .replicas(List.of())
                .metadata(Json.fields("{'Size':1,'SE':'X','GUID':'g','CheckSum':'c','CreationDate':'2026-01-01'}"))
                .build();
        MetaQuery allMissing = MetaQuery.parse(
                Json.of("{'Size':'Missing','SE':'Missing','GUID':'Missing','CheckSum':'Missing',"
                        + "'CreationDate':'Missing','Path':'/','Name':'a'}"),
                SCHEMA);
        assertThat(allMissing.matches(file)).isTrue();
    }

    @Test
    void remembersTheQueryAsItWas() {
        String text = "{\"$or\":[{\"Site\":\"x\"}],\"Energy\":{\">\":1.50},\"$not\":{\"Site\":\"y\",\"Z\":{}}}";
        ObjectNode json = (ObjectNode) Json.exactly(text);
        MetaQuery query = MetaQuery.parse(json, SCHEMA);
        json.removeAll();
        assertThat(query.toJson()).hasToString(text);
        ((ObjectNode) query.toJson()).removeAll();
        assertThat(query.toJson()).hasToString(text);
        assertThat(query.names()).containsExactly("Site", "Energy", "Z");
    }
}
