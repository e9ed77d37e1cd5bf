package org.sluice.routes.demo;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** Bodies that producers get wrong, with the reason codes that they are to be rejected with. */
final class Malformed {
    private static final int ABOVE_ONE_MEBIBYTE = (1 << 20) + 1;

    private Malformed() {}

    static List<Message> messages() {
        return List.of(
                bad(
                        "MalformedJson",
                        "{\"event\":\"FileRegistered\",\"lfn\":\"/vo.cta.in2p3.fr/MC/cut.simtel.zst\",\"si"),
                bad("MalformedJson", "registered: /vo.cta.in2p3.fr/MC/PROD6/plain-text.dl1.h5"),
                bad("MalformedUtf8", new byte[] {'{', '"', 'l', 'f', 'n', '"', ':', '"', (byte) 0xC3, '(', '"', '}'}),
                bad("MissingField", "{\"event\":\"FileRegistered\",\"size\":1000}"),
                bad("MissingField", "{\"lfn\":\"/vo.cta.in2p3.fr/MC/no-event.dl1.h5\"}"),
                bad("MissingField", "{\"event\":\"ReplicaRegistered\",\"lfn\":\"/vo.cta.in2p3.fr/MC/a.dl1.h5\"}"),
                bad("UnknownEvent", "{\"event\":\"FileTouched\",\"lfn\":\"/vo.cta.in2p3.fr/MC/touched.dl1.h5\"}"),
                bad("InvalidLfn", "{\"event\":\"FileRegistered\",\"lfn\":\"MC/PROD6/relative.dl1.h5\"}"),
                bad("InvalidLfn", "{\"event\":\"FileRegistered\",\"lfn\":\"/" + "x".repeat(255) + "\"}"),
                bad(
                        "WrongType",
                        "{\"event\":\"FileRegistered\",\"lfn\":\"/vo.cta.in2p3.fr/MC/b.dl1.h5\",\"size\":\"2 GB\"}"),
                bad(
                        "WrongType",
                        "{\"event\":\"FileRegistered\",\"lfn\":\"/vo.cta.in2p3.fr/MC/c.dl1.h5\",\"metadata\":[1]}"),
                bad(
                        "InvalidTime",
                        "{\"event\":\"FileRegistered\",\"lfn\":\"/vo.cta.in2p3.fr/MC/d.dl1.h5\",\"time\":\"yesterday\"}"),
                bad("TooLarge", "{\"event\":\"FileRegistered\",\"lfn\":\"/" + "y".repeat(ABOVE_ONE_MEBIBYTE) + "\"}"));
    }

    private static Message bad(String code, String body) {
        return bad(code, body.getBytes(StandardCharsets.UTF_8));
    }

    private static Message bad(String code, byte[] body) {
        return new Message(body, 1, List.of(code));
    }
}
