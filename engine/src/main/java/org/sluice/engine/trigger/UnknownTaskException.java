package org.sluice.engine.trigger;

import java.util.Map;

/**
 * Some events of a batch are about tasks that are not there. Known only once the transformations are locked, when the
 * journal is written already: so the transaction is taken back, and the batch goes on without them.
 */
final class UnknownTaskException extends RuntimeException {
    private final transient Map<String, String> sentences;

    /** @param sentences what to tell the sender, by the id of the event */
    UnknownTaskException(Map<String, String> sentences) {
        super(String.join(" ", sentences.values()));
        this.sentences = Map.copyOf(sentences);
    }

    Map<String, String> sentences() {
        return sentences;
    }
}
