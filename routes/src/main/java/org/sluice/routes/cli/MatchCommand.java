package org.sluice.routes.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.sluice.engine.event.Decoded;
import org.sluice.engine.event.EventCodec;
import org.sluice.engine.event.FileEvent;
import org.sluice.engine.event.FileEvent.FileRegistered;
import org.sluice.engine.filter.FileFacts;
import org.sluice.engine.filter.FilterIndex;
import org.sluice.engine.filter.MetadataSchema;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Which filters take which files: a dry run that touches no broker and no database. */
@Command(
        name = "match",
        description = {
            "Tell which filters take which files, without broker and database.",
            "For each line of EVENTS, one FileRegistered judged by itself, there is one line"
                    + " {\"lfn\":…, \"matches\":[ids]}, or {\"lfn\":…, \"error\":…} where the line is not such an event."
        })
final class MatchCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Option(
            names = "--filters",
            required = true,
            paramLabel = "FILE",
            description = "Filters: [{\"id\":1, \"query\":{\"DataLevel\":1}}, …].")
    @SuppressWarnings("NullAway.Init") // required
    private Path filters;

    @Option(
            names = "--events",
            required = true,
            paramLabel = "FILE",
            description = "Events, one a line; - is standard input.")
    @SuppressWarnings("NullAway.Init") // required
    private Path events;

    @Option(
            names = "--schema",
            paramLabel = "FILE",
            description = "Types of metadata: {\"DataLevel\":\"int\", \"Start\":\"date\"}. Without it they are"
                    + " inferred from the values in the filters.")
    private @Nullable Path schema;

    MatchCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        FilterIndex index = FilterFile.read(filters, schema());
        EventCodec codec = new EventCodec();
        Clock clock = Clock.systemUTC();
        PrintWriter out = terminal.out();
        try (Lines lines = Lines.open(events, terminal)) {
            for (Optional<byte[]> line = lines.next(); line.isPresent(); line = lines.next()) {
                out.print(judge(codec.decode(line.get(), clock.instant()), index));
                out.print('\n');
            }
        }
        out.flush();
        return 0;
    }

    private MetadataSchema schema() {
        if (schema == null) {
            return MetadataSchema.empty();
        }
        try {
            return MetadataSchema.parse(Json.file(schema));
        } catch (IllegalArgumentException e) {
            throw new CommandFailedException(schema + ": " + e.getMessage(), e);
        }
    }

    private static ObjectNode judge(List<Decoded> message, FilterIndex index) {
        if (message.size() != 1) {
            return error(Optional.empty(), "this line holds %d events; write one a line".formatted(message.size()));
        }
        if (message.get(0) instanceof Decoded.Rejected rejected) {
            return error(rejected.lfn(), "%s: %s".formatted(rejected.reason().code(), rejected.message()));
        }
        FileEvent event = ((Decoded.Accepted) message.get(0)).event();
        if (event instanceof FileRegistered registered) {
            ObjectNode result = Json.object().put("lfn", registered.lfn());
            ArrayNode matches = result.putArray("matches");
            index.match(facts(registered)).transformationIds().forEach(matches::add);
            return result;
        }
        return error(
                event instanceof FileEvent.OfFile ofFile ? Optional.of(ofFile.lfn()) : Optional.empty(),
                "this is a %s, and only FileRegistered is judged"
                        .formatted(event.getClass().getSimpleName()));
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

    private static ObjectNode error(Optional<String> lfn, String sentence) {
        ObjectNode result = Json.object();
        lfn.ifPresentOrElse(text -> result.put("lfn", text), () -> result.putNull("lfn"));
        return result.put("error", sentence);
    }
}
