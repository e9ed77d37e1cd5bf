package org.sluice.engine.json;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Decodes UTF-8, and refuses what is none: halves of characters, overlong forms, surrogates. */
public final class StrictUtf8 {
    private StrictUtf8() {}

    /**
     * The characters of these bytes, without the byte order mark that may stand at their beginning, as RFC 8259 allows.
     *
     * @throws MalformedUtf8Exception when they are not UTF-8
     */
    public static char[] decode(byte[] utf8) throws MalformedUtf8Exception {
        CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        ByteBuffer in = ByteBuffer.wrap(utf8);
        CharBuffer out = CharBuffer.allocate(utf8.length);
        CoderResult result = decoder.decode(in, out, true);
        int begin = out.position() > 0 && out.get(0) == '\uFEFF' ? 1 : 0;
        if (result.isError()) {
            String before = new String(out.array(), begin, out.position() - begin);
            throw new MalformedUtf8Exception(utf8[in.position()], in.position(), before);
        }
        return Arrays.copyOfRange(out.array(), begin, out.position());
    }
}
