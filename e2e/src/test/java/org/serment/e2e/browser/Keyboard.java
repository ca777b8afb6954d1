package org.serment.e2e.browser;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import com.microsoft.playwright.Page;
import java.util.ArrayList;
import java.util.Map;

/// Moves through a page as somebody without a mouse does. Each stop of the focus must be seen.
final class Keyboard {

    private static final int FAR = 150;
    /// Where the focus is, what it is called, and whether a person sees it there.
    private static final String STOP = """
            () => {
                const one = document.activeElement;
                if (!one || one === document.body) return { name: '', seen: true };
                const label = one.labels && one.labels.length ? one.labels[0].textContent : '';
                const named = one.getAttribute('aria-label') || label || one.textContent || one.value || one.name || '';
                const style = getComputedStyle(one), box = one.getBoundingClientRect();
                const outlined = style.outlineStyle === 'auto' || (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2);
                const marked = outlined || style.boxShadow !== 'none';
                const inside = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
                const x = Math.min(Math.max(box.left + Math.min(box.width, 20) / 2, 0), innerWidth - 1);
                const y = Math.min(Math.max(box.top + Math.min(box.height, 20) / 2, 0), innerHeight - 1);
                const top = document.elementFromPoint(x, y);
                const covered = top && !one.contains(top) && !top.contains(one);
                return { name: named.replace(/\\s+/g, ' ').trim(), seen: marked && inside && !covered,
                         why: 'marked ' + marked + ', inside ' + inside + ', covered ' + covered };
            }""";

    private final Window window;
    private final Page page;

    Keyboard(Window window) {
        this.window = window;
        this.page = window.page();
    }

    /// Presses Tab until the focus is on what is called `name`, or begins with it.
    Keyboard to(String name) {
        var passed = new ArrayList<String>();
        for (int i = 0; i < FAR; i++) {
            page.keyboard().press("Tab");
            String here = stop();
            if (here.startsWith(name)) return this;
            passed.add(here);
        }
        return fail("Tab never came to '" + name + "' on " + window.path() + ", only to " + passed);
    }

    Keyboard press(String key) {
        page.keyboard().press(key);
        return this;
    }

    Keyboard type(String text) {
        page.keyboard().type(text);
        return this;
    }

    /// The name of what has the focus, which must be seen; empty when it is on the page as a whole.
    String stop() {
        @SuppressWarnings("unchecked")
        var stop = (Map<String, Object>) page.evaluate(STOP);
        String name = (String) stop.get("name");
        assertTrue((Boolean) stop.get("seen"), "the focus is not seen on '" + name + "', " + window.path() + ": " + stop.get("why"));
        return name;
    }
}
