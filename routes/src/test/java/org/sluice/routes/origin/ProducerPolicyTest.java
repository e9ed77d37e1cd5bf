package org.sluice.routes.origin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.sluice.config.Configuration;
import org.sluice.engine.event.Decoded;
import org.sluice.engine.event.EventCodec;
import org.sluice.engine.event.RejectionReason;
import org.sluice.routes.pipeline.Origin;

class ProducerPolicyTest {
    private static final String GUARDED = "mq::Queues::guarded";
    private static final String OPEN = "mq::Queues::open";
    private static final ProducerPolicy POLICY = ProducerPolicy.of(Configuration.parse(
                    "test",
                    """
                    Resources
                    {
                      MQServices
                      {
                        mq
                        {
                          MQType = RabbitMQ
                          Host = localhost
                          Queues
                          {
                            open
                            {
                            }
                            guarded
                            {
                              AllowedProducers
                              {
                                production
                                {
                                  User = prod
                                  LFNPrefixes = /vo/prod, /vo/mc/
                                }
                                jane
                                {
                                  DN = /DC=org/O=CTA/CN=Jane Doe
                                }
                                rene
                                {
                                  DN = CN=René,O=CTA,DC=org
                                }
                                gateway
                                {
                                  User = gateway
                                  DN = /DC=org/O=CTA/CN=John
                                  LFNPrefixes = /vo/john/
                                }
                              }
                            }
                          }
                        }
                      }
                    }
                    """)
            .queues()
            .destinations());

    private static final String JANE = "CN=Jane Doe,O=CTA,DC=org";
    private static final String FILE = "\"event\":\"FileRegistered\",\"lfn\":\"/vo/prod/a\"";

    // -- a source that is open to everybody

    @Test
    void withoutRulesEverybodyMaySendEverything() {
        assertThat(objection(OPEN, null, FILE)).isEmpty();
        assertThat(objection(OPEN, "anybody", FILE)).isEmpty();
        assertThat(objection(OPEN, "anybody", FILE + producer("/DC=org/O=CTA/CN=Jane Doe")))
                .isEmpty();
    }

    @Test
    void withoutRulesNobodyMaySendInTheNameOfAnother() {
        assertThat(objection(OPEN, JANE, FILE + producer("/DC=org/O=CTA/CN=Jane Doe")))
                .isEmpty();
        assertThat(objection(OPEN, JANE, FILE + producer(JANE))).isEmpty();
        assertThat(objection(OPEN, JANE, FILE + producer("/DC=org/O=CTA/CN=John")))
                .contains("The event names /DC=org/O=CTA/CN=John as its producer, but it was sent by user " + JANE
                        + " from wn7.example.org.");
        assertThat(objection(OPEN, JANE, FILE + producer("Jane"))).isPresent();
    }

    // -- a source with rules

    @Test
    void aUserMayTellOfFilesUnderHisPrefixes() {
        assertThat(objection(GUARDED, "prod", FILE)).isEmpty();
        assertThat(objection(GUARDED, "prod", "\"event\":\"FileRegistered\",\"lfn\":\"/vo/mc/x/y\""))
                .isEmpty();
        assertThat(objection(
                        GUARDED, "prod", "\"event\":\"MetadataSet\",\"directory\":\"/vo/prod\",\"metadata\":{\"a\":1}"))
                .isEmpty();
        assertThat(objection(GUARDED, "prod", "\"event\":\"FileRemoved\",\"lfn\":\"/vo/production/a\""))
                .contains("user prod may tell " + GUARDED
                        + " of files under /vo/prod, /vo/mc/ only, not of /vo/production/a.");
        assertThat(objection(GUARDED, "prod", "\"event\":\"RunEnded\",\"key\":\"Run\",\"value\":7"))
                .hasValueSatisfying(text -> assertThat(text).endsWith("this event is not about a file."));
    }

    @Test
    void aCertificatesNameIsTheSameInBothForms() {
        assertThat(objection(GUARDED, JANE, "\"event\":\"FileRegistered\",\"lfn\":\"/any/where\""))
                .isEmpty();
        assertThat(objection(GUARDED, JANE, "\"event\":\"RunEnded\",\"key\":\"Run\",\"value\":7"))
                .isEmpty();
        // The rule, RabbitMQ's user name and the event each write it in another way.
        assertThat(objection(
                        GUARDED, "CN=Ren\\C3\\A9,O=CTA,DC=org", FILE + producer("/DC=org/O=CTA/CN=Ren\\\\xC3\\\\xA9")))
                .isEmpty();
        assertThat(objection(GUARDED, "CN=Rene,O=CTA,DC=org", FILE)).isPresent();
    }

    @Test
    void aClaimedNameCountsOnlyWhereTheRuleNamesTheUserAsWell() {
        String johns = "\"event\":\"FileRegistered\",\"lfn\":\"/vo/john/a\"";
        assertThat(objection(GUARDED, "gateway", johns + producer("CN=John,O=CTA,DC=org")))
                .isEmpty();
        assertThat(objection(GUARDED, "gateway", johns)).isPresent();
        assertThat(objection(GUARDED, "other", johns + producer("/DC=org/O=CTA/CN=John")))
                .isPresent();
        assertThat(objection(GUARDED, "other", johns + producer("/DC=org/O=CTA/CN=Jane Doe")))
                .isPresent();
    }

    @Test
    void whoIsNotKnownIsRefusedWhereRulesAre() {
        assertThat(objection(GUARDED, null, FILE + producer("/DC=org/O=CTA/CN=Jane Doe")))
                .hasValueSatisfying(text -> assertThat(text)
                        .contains("no user", "/DC=org/O=CTA/CN=Jane Doe", "wn7.example.org", "user-id"));
        assertThat(objection(GUARDED, "stranger", FILE))
                .contains("user stranger is none of the AllowedProducers of " + GUARDED + ".");
    }

    // -- messages

    @Test
    void eachEventOfAMessageIsJudgedByItself() {
        List<Decoded> judged = judge(
                GUARDED,
                "prod",
                "[{" + FILE
                        + "},{\"event\":\"FileRegistered\",\"lfn\":\"/vo/other/b\",\"id\":\"x7\"},{\"event\":\"No\"}]");
        assertThat(judged).hasSize(3);
        assertThat(judged.get(0)).isInstanceOf(Decoded.Accepted.class);
        assertThat(judged.get(1)).isInstanceOfSatisfying(Decoded.Rejected.class, rejected -> {
            assertThat(rejected.reason()).isEqualTo(RejectionReason.FORBIDDEN_PRODUCER);
            assertThat(rejected.eventId()).contains("x7");
            assertThat(new String(rejected.body(), UTF_8))
                    .contains("/vo/other/b")
                    .doesNotContain("/vo/prod/a");
        });
        assertThat(judged.get(2))
                .isInstanceOfSatisfying(Decoded.Rejected.class, rejected -> assertThat(rejected.reason())
                        .isEqualTo(RejectionReason.UNKNOWN_EVENT));
    }

    private static String producer(String dn) {
        return ",\"producer\":{\"dn\":\"" + dn + "\",\"host\":\"wn7.example.org\"}";
    }

    private static Optional<String> objection(String source, @Nullable String user, String fields) {
        Decoded judged = judge(source, user, "{" + fields + "}").get(0);
        return judged instanceof Decoded.Rejected rejected ? Optional.of(rejected.message()) : Optional.empty();
    }

    private static List<Decoded> judge(String source, @Nullable String user, String body) {
        List<Decoded> decoded = new EventCodec().decode(body.getBytes(UTF_8), Instant.EPOCH);
        return POLICY.judge(decoded, new Origin(source, Optional.ofNullable(user)));
    }
}
