package org.sluice.it.benchmark;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.sluice.engine.event.Decoded;
import org.sluice.engine.event.EventCodec;
import org.sluice.engine.event.FileEvent.FileRegistered;
import org.sluice.engine.filter.FileFacts;
import org.sluice.engine.filter.FilterIndex;
import org.sluice.engine.filter.MetaQuery;
import org.sluice.engine.filter.MetadataSchema;
import org.sluice.it.benchmark.FilterWorkload.Condition;
import software.amazon.event.ruler.Machine;

/** From the body of a message to the numbers of the filters that take it. Nothing is read beforehand. */
interface FilterPeer {
    /** How many filters take the event. */
    int match(byte[] event);

    /** Their numbers. */
    List<Integer> matching(byte[] event);

    /** The two sides. */
    enum Side {
        SLUICE {
            @Override
            FilterPeer over(List<List<Condition>> filters) {
                return new Sluice(filters);
            }
        },
        EVENT_RULER {
            @Override
            FilterPeer over(List<List<Condition>> filters) {
                return new EventRuler(filters);
            }
        };

        abstract FilterPeer over(List<List<Condition>> filters);
    }

    /** The pipeline's codec and index; the facts are made as {@code sluice match} makes them. */
    final class Sluice implements FilterPeer {
        private static final JsonMapper JSON = JsonMapper.builder()
                .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .build();
        private static final MetadataSchema SCHEMA = schema();

        private final EventCodec codec = new EventCodec();
        private final Instant receivedAt = Instant.parse("2026-11-22T00:23:42Z");
        private final FilterIndex index = FilterIndex.indexed();

        Sluice(List<List<Condition>> filters) {
            Map<Integer, MetaQuery> queries = new HashMap<>();
            for (int i = 0; i < filters.size(); i++) {
                queries.put(i, query(filters.get(i)));
            }
            index.putAll(queries);
        }

        FilterIndex index() {
            return index;
        }

        static MetaQuery query(List<Condition> conditions) {
            String json = conditions.stream()
                    .map(condition -> "\"%s\":%s".formatted(condition.name(), written(condition)))
                    .collect(Collectors.joining(",", "{", "}"));
            try {
                return MetaQuery.parse(JSON.readTree(json), SCHEMA);
            } catch (JsonProcessingException e) {
                throw new IllegalArgumentException(json, e);
            }
        }

        private static String written(Condition condition) {
            return condition.isRange()
                    ? "{\">\":%s,\"<=\":%s}"
                            .formatted(
                                    FilterWorkload.decimal(condition.low()), FilterWorkload.decimal(condition.high()))
                    : condition.json();
        }

        private static MetadataSchema schema() {
            try {
                return MetadataSchema.parse(
                        JSON.readTree(
                                "{\"DataLevel\":\"int\",\"Site\":\"string\",\"RunNumber\":\"int\","
                                        + "\"Energy\":\"float\",\"Zenith\":\"float\",\"Particle\":\"string\",\"Analysis\":\"string\"}"));
            } catch (JsonProcessingException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public int match(byte[] event) {
            return matching(event).size();
        }

        @Override
        public List<Integer> matching(byte[] event) {
            Decoded.Accepted decoded =
                    (Decoded.Accepted) codec.decode(event, receivedAt).get(0);
            return index.match(facts((FileRegistered) decoded.event())).transformationIds();
        }

        private static FileFacts facts(FileRegistered file) {
            FileFacts.Builder facts = FileFacts.builder(file.lfn())
                    .replicas(file.replicas())
                    .metadata(file.metadata())
                    .creationDate(file.header().time());
            file.sizeBytes().ifPresent(facts::size);
            file.checksum().ifPresent(facts::checksum);
            file.guid().ifPresent(facts::guid);
            return facts.build();
        }
    }

    /** AWS event-ruler, the rules on the same members of the same events. */
    final class EventRuler implements FilterPeer {
        private final Machine machine = new Machine();

        EventRuler(List<List<Condition>> filters) {
            for (int i = 0; i < filters.size(); i++) {
                try {
                    machine.addRule(String.valueOf(i), rule(filters.get(i)));
                } catch (IOException e) {
                    throw new IllegalArgumentException(rule(filters.get(i)), e);
                }
            }
        }

        private static String rule(List<Condition> conditions) {
            return conditions.stream()
                    .map(condition -> "\"%s\":[%s]".formatted(condition.name(), pattern(condition)))
                    .collect(Collectors.joining(",", "{\"metadata\":{", "}}"));
        }

        private static String pattern(Condition condition) {
            return condition.isRange()
                    ? "{\"numeric\":[\">\",%s,\"<=\",%s]}"
                            .formatted(
                                    FilterWorkload.decimal(condition.low()), FilterWorkload.decimal(condition.high()))
                    : condition.json();
        }

        @Override
        public int match(byte[] event) {
            return names(event).size();
        }

        @Override
        public List<Integer> matching(byte[] event) {
            return names(event).stream().map(Integer::valueOf).sorted().toList();
        }

        private List<String> names(byte[] event) {
            try {
                return machine.rulesForJSONEvent(new String(event, StandardCharsets.UTF_8));
            } catch (Exception e) { // what the library declares
                throw new IllegalArgumentException(new String(event, StandardCharsets.UTF_8), e);
            }
        }
    }
}
