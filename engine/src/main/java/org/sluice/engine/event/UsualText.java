package org.sluice.engine.event;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Texts that JSON holds as they are, ASCII without escapes, read eight bytes at a time. */
final class UsualText {

    private static final VarHandle EIGHTS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final long EACH = 0x0101010101010101L;
    private static final long QUOTES = EACH * '"';
    private static final long BACKSLASHES = EACH * '\\';
    private static final long BLANKS = EACH * ' ';
    private static final long HIGHEST_BITS = EACH << 7;

    private UsualText() {}

    /** The first place from this one on with a quote, a backslash, a control character or no ASCII, or the end of the bytes. */
    static int end(byte[] bytes, int from) {
        int at = from;
        for (; at + Long.BYTES <= bytes.length; at += Long.BYTES) {
            long ends = ends((long) EIGHTS.get(bytes, at));
            if (ends != 0) {
                return at + Long.numberOfTrailingZeros(ends) / Byte.SIZE;
            }
        }
        while (at < bytes.length && isPlain(bytes[at])) {
            at++;
        }
        return at;
    }

    /** The next eight bytes of a text that ends before {@code to}, the first lowest; zeros after the end. */
    static long eight(byte[] bytes, int from, int to) {
        int bytesLeft = to - from;
        if (from + Long.BYTES <= bytes.length) {
            long eight = (long) EIGHTS.get(bytes, from);
            return bytesLeft >= Long.BYTES ? eight : eight & (1L << bytesLeft * Byte.SIZE) - 1;
        }
        long eight = 0;
        for (int i = 0; i < bytesLeft; i++) {
            eight |= (bytes[from + i] & 0xFFL) << i * Byte.SIZE;
        }
        return eight;
    }

    /**
     * The highest bit of each byte that ends a text; bits above the first may be wrong. In a byte of ASCII, taking away one sets that
     * bit only if it was zero, and taking away a blank only if it was less.
     */
    private static long ends(long eight) {
        return (eight | eight - BLANKS | (eight ^ QUOTES) - EACH | (eight ^ BACKSLASHES) - EACH) & HIGHEST_BITS;
    }

    /** The same of a single byte; bytes of other characters than ASCII's are below zero. */
    private static boolean isPlain(byte b) {
        return b >= ' ' && b != '"' && b != '\\';
    }
}
