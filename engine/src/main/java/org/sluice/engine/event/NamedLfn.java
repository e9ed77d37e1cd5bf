package org.sluice.engine.event;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Finds the LFN in the body of what is no event. Tokens are looked at one by one as far as they go, and numbers are not
 * converted, so that most of what makes a body unreadable does not hide whose it is.
 */
final class NamedLfn {

    /** By the body's own members: {@code lfn}, or the names in {@code lfns}. */
    private final Set<String> own = new LinkedHashSet<>();

    /** By what a CloudEvent carries. */
    private final Set<String> carried = new LinkedHashSet<>();

    private NamedLfn() {}

    /** The one LFN that a body names, in any form that messages have; empty where it names none, or several. */
    static Optional<String> in(byte[] body) {
        NamedLfn search = new NamedLfn();
        try (JsonParser parser = JsonText.of(body).tokens()) {
            search.body(parser);
        } catch (Refusal | IOException brokenOff) {
            // What stood before counts.
        }
        Set<String> found = search.own.isEmpty() ? search.carried : search.own;
        return found.size() == 1 ? found.stream().findFirst().filter(NamedLfn::isText) : Optional.empty();
    }

    private void body(JsonParser parser) throws IOException {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            return;
        }
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            JsonToken value = parser.nextToken();
            switch (name) {
                case "lfn" -> text(parser, value, own);
                case "lfns" -> names(parser, value);
                case "data" -> data(parser, value);
                case "data_base64" -> dataInBase64(parser, value);
                default -> parser.skipChildren();
            }
        }
    }

    private static void text(JsonParser parser, JsonToken value, Set<String> found) throws IOException {
        if (value == JsonToken.VALUE_STRING) {
            found.add(parser.getText());
        }
        parser.skipChildren();
    }

    /** The names of an object, the texts of an array, or one text; all or, where they break off, none. */
    private void names(JsonParser parser, JsonToken value) throws IOException {
        Set<String> names = new LinkedHashSet<>();
        if (value == JsonToken.START_OBJECT) {
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                names.add(parser.currentName());
                parser.nextToken();
                parser.skipChildren();
            }
        } else if (value == JsonToken.START_ARRAY) {
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                text(parser, parser.currentToken(), names);
            }
        } else {
            text(parser, value, names);
        }
        own.addAll(names);
    }

    private void data(JsonParser parser, JsonToken value) throws IOException {
        if (value != JsonToken.START_OBJECT) {
            parser.skipChildren();
            return;
        }
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            boolean isLfn = parser.currentName().equals("lfn");
            JsonToken member = parser.nextToken();
            if (isLfn) {
                text(parser, member, carried);
            } else {
                parser.skipChildren();
            }
        }
    }

    private void dataInBase64(JsonParser parser, JsonToken value) throws IOException {
        if (value == JsonToken.VALUE_STRING) {
            try (JsonParser inner =
                    JsonText.of(Base64.getDecoder().decode(parser.getText())).tokens()) {
                data(inner, inner.nextToken());
            } catch (Refusal | IllegalArgumentException none) {
                return; // no UTF-8, or no Base64
            }
        }
        parser.skipChildren();
    }

    /** Half a surrogate pair, written as an escape, is no text that anybody could be told. */
    private static boolean isText(String lfn) {
        return StandardCharsets.UTF_8.newEncoder().canEncode(lfn);
    }
}
