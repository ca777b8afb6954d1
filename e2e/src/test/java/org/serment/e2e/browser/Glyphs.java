package org.serment.e2e.browser;

import com.microsoft.playwright.Page;
import java.util.List;

/// Looks for letters that the machine's fonts don't have, which would be shown as boxes.
final class Glyphs {

    private static final String LETTERS = "àâæçéèêëîïôœùûüÿÀÂÆÇÉÈÊËÎÏÔŒÙÛÜŸ«»’…–—€°µ²≤≥→";
    /// Draws each letter, and a character of the private area that no font has: equal pictures are boxes.
    private static final String DRAW = """
            letters => {
                const canvas = document.createElement('canvas');
                canvas.width = canvas.height = 40;
                const pen = canvas.getContext('2d', { willReadFrequently: true });
                pen.font = '24px ' + getComputedStyle(document.body).fontFamily;
                const picture = letter => {
                    pen.clearRect(0, 0, 40, 40);
                    pen.fillText(letter, 4, 30);
                    return pen.getImageData(0, 0, 40, 40).data.join();
                };
                const box = picture('\\uE5F7'), empty = picture(' ');
                return [...letters].filter(letter => picture(letter) === box || picture(letter) === empty);
            }""";

    private Glyphs() {}

    @SuppressWarnings("unchecked")
    static List<String> missing(Page page) {
        return (List<String>) page.evaluate(DRAW, LETTERS);
    }
}
