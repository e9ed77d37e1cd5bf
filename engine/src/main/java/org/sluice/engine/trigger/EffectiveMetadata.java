package org.sluice.engine.trigger;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.sluice.engine.file.DirectoryRecord;
import org.sluice.engine.file.FileRecord;
import org.sluice.engine.file.Stamp;
import org.sluice.engine.filter.FileFacts;

/** What filters see of a file: its own metadata, and below them those of its directories, the nearest first. */
public final class EffectiveMetadata {
    private EffectiveMetadata() {}

    /**
     * The facts of a file.
     *
     * @param directories what is known of directories, by path; those above the file ({@link DirectoryRecord#above})
     *     count, others may be there
     */
    public static FileFacts of(FileRecord record, Map<String, DirectoryRecord> directories) {
        FileFacts.Builder facts = FileFacts.builder(record.lfn())
                .replicas(record.storageElements())
                .metadata(metadata(record, directories));
        record.sizeBytes().ifPresent(facts::size);
        record.checksum().ifPresent(facts::checksum);
        record.guid().ifPresent(facts::guid);
        record.registered().filter(time -> !time.equals(Stamp.UNDATED)).ifPresent(facts::creationDate);
        return facts.build();
    }

    private static Map<String, JsonNode> metadata(FileRecord record, Map<String, DirectoryRecord> directories) {
        if (directories.isEmpty()) {
            return record.metadataValues();
        }
        Map<String, JsonNode> effective = new TreeMap<>();
        // From the root to the file: who comes later is nearer, and a name that was removed hides nothing.
        for (String path : DirectoryRecord.above(record.lfn())) {
            Optional.ofNullable(directories.get(path))
                    .ifPresent(directory -> effective.putAll(directory.metadataValues()));
        }
        effective.putAll(record.metadataValues());
        return effective;
    }
}
