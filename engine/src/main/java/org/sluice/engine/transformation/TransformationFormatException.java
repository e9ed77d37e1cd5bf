package org.sluice.engine.transformation;

/** A text is not a transformation; the message is a sentence that says where and what to mend. */
public final class TransformationFormatException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public TransformationFormatException(String message) {
        super(message);
    }
}
