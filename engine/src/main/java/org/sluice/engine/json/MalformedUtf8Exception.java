package org.sluice.engine.json;

/** Some bytes are not UTF-8; the message says which byte does not belong where it stands. */
public final class MalformedUtf8Exception extends Exception {
    private static final long serialVersionUID = 1L;

    private final int offset;
    private final String before;

    MalformedUtf8Exception(byte found, int offset, String before) {
        // Messages that are not UTF-8 may come by the thousand, and nobody reads the stack of their refusal.
        super("no character begins or goes on with the byte 0x%02X".formatted(found & 0xFF), null, false, false);
        this.offset = offset;
        this.before = before;
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }

    /** The byte at which reading stopped, from 0. */
    public int offset() {
        return offset;
    }

    /** The characters before that byte, without a byte order mark. */
    public String before() {
        return before;
    }
}
