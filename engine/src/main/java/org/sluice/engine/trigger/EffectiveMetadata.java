package org.sluice.engine.trigger;

import org.sluice.engine.file.FileRecord;
import org.sluice.engine.file.Stamp;
import org.sluice.engine.filter.FileFacts;

/** The metadata that filters see of a file. */
public final class EffectiveMetadata {
    private EffectiveMetadata() {}

    /** The facts of a file. */
    public static FileFacts of(FileRecord record) {
        FileFacts.Builder facts = FileFacts.builder(record.lfn())
                .replicas(record.storageElements())
                .metadata(record.metadataValues());
        record.sizeBytes().ifPresent(facts::size);
        record.checksum().ifPresent(facts::checksum);
        record.guid().ifPresent(facts::guid);
        record.registered().filter(time -> !time.equals(Stamp.UNDATED)).ifPresent(facts::creationDate);
        return facts.build();
    }
}
