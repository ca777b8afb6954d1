package org.serment.server.clinic;

import java.nio.charset.StandardCharsets;
import org.serment.server.web.Language;
import org.serment.server.web.Reading;

/// Resources and words for tests.
final class Read {
    static final Words FR = words(Language.FR);
    static final Words EN = words(Language.EN);

    private Read() {}

    /// @param json with `'` for `"`
    static Resource resource(String json) {
        return Resource.of(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }

    private static Words words(Language language) {
        return new Words(language, Reading.texts(language), Reading.format(language), new Codes());
    }
}
