package org.sluice.engine.event;

/** Why a message, or one event of it, was refused; {@link #code()} is the header {@code sluice-reason} of dead letters. */
public enum RejectionReason {
    MALFORMED_UTF8("MalformedUtf8"),
    MALFORMED_JSON("MalformedJson"),
    TOO_LARGE("TooLarge"),
    UNKNOWN_EVENT("UnknownEvent"),
    MISSING_FIELD("MissingField"),
    WRONG_TYPE("WrongType"),
    INVALID_LFN("InvalidLfn"),
    INVALID_TIME("InvalidTime"),
    LFN_COLLISION("LfnCollision"),
    LFN_UNSTORABLE("LfnUnstorable"),
    FORBIDDEN_PRODUCER("ForbiddenProducer"),
    UNPROCESSABLE("Unprocessable");

    private final String code;

    RejectionReason(String code) {
        this.code = code;
    }

    /** The name that others rely on. */
    public String code() {
        return code;
    }
}
