package org.serment.e2e.browser;

import com.microsoft.playwright.Page;
import java.util.List;

/// Whether a page fits a width: it never scrolls sideways as a whole, and no text is cut. Tables scroll in a box of
/// their own. 640 pixels is a window of 1280 at 200 % zoom.
final class Fit {

    static final List<Integer> WIDTHS = List.of(320, 390, 640);

    private static final String FAULTS = """
            width => {
                const found = [], outside = [];
                const whole = document.scrollingElement;
                if (whole.scrollWidth > whole.clientWidth) found.push('the page scrolls sideways: ' + whole.scrollWidth);
                const name = one => one.tagName.toLowerCase() + (one.className && one.className.baseVal === undefined ? '.' + one.className : '')
                        + ' "' + one.textContent.trim().slice(0, 40) + '"';
                const hidden = one => {
                    if (one.closest('.skip, svg') !== null) return true;
                    for (let up = one; up; up = up.parentElement) if (up.getBoundingClientRect().width <= 1) return true;
                    return false;
                };
                for (const one of document.body.querySelectorAll('*')) {
                    if (hidden(one) || !one.textContent.trim()) continue;
                    const style = getComputedStyle(one), box = one.getBoundingClientRect();
                    const shut = style.overflowX === 'hidden' || style.overflowX === 'clip';
                    if (shut && one.scrollWidth > one.clientWidth + 1) found.push('cut: ' + name(one));
                    const kept = style.overflowX === 'auto' || style.overflowX === 'scroll';
                    if (kept && one.closest('nav, .banner') && one.scrollWidth > one.clientWidth + 1) found.push('to be scrolled to: ' + name(one));
                    let scrolls = false;
                    for (let up = one; up; up = up.parentElement) {
                        const kind = getComputedStyle(up).overflowX;
                        if (kind === 'auto' || kind === 'scroll') scrolls = true;
                    }
                    const out = box.right > width + 1 || box.left < -1;
                    if (!scrolls && out && !outside.some(other => other.contains(one))) {
                        outside.push(one);
                        found.push('outside: ' + name(one));
                    }
                }
                return found.slice(0, 5);
            }""";

    private Fit() {}

    @SuppressWarnings("unchecked")
    static List<String> faults(Window window, int width) {
        Page page = window.page();
        page.setViewportSize(width, 800);
        try {
            return ((List<String>) page.evaluate(FAULTS, width)).stream()
                    .map(fault -> window.path() + " at " + width + ": " + fault).toList();
        } finally {
            page.setViewportSize(window.kind().width(), window.kind().height());
        }
    }
}
