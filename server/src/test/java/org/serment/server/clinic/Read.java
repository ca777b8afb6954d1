package org.serment.server.clinic;

import org.serment.server.web.Language;
import org.serment.server.web.Reading;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;

/// Resources and words for tests.
final class Read {
    static final Words FR = words(Language.FR);
    static final Words EN = words(Language.EN);

    /// As the record reads: digits are kept. Unlike it, a test's resource may lack what R4 demands.
    private static final JsonMapper JSON = JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES).build();

    private Read() {}

    /// @param json with `'` for `"`
    static Resource resource(String json) {
        return new Resource(JSON.readTree(json.replace('\'', '"')));
    }

    private static Words words(Language language) {
        return new Words(language, Reading.texts(language), Reading.format(language), new Codes());
    }
}
