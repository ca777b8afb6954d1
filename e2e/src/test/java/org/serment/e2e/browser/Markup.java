package org.serment.e2e.browser;

import java.util.List;

/// Reads a page's HTML as the server sent it. Nothing in it may run or paint by itself: scripts and styles are files.
final class Markup {

    private static final String INLINE = """
            html => {
                const found = [];
                const read = new DOMParser().parseFromString(html, 'text/html');
                for (const one of read.querySelectorAll('*')) {
                    const name = one.tagName;
                    if (name === 'SCRIPT' && (!one.src || one.textContent.trim())) found.push('script');
                    if (name === 'STYLE') found.push('style');
                    for (const attribute of one.attributes) {
                        if (attribute.name === 'style' || attribute.name.startsWith('on')) found.push(attribute.name + ' of ' + name);
                        if (/^\\s*javascript:/i.test(attribute.value)) found.push('javascript: of ' + name);
                    }
                }
                return found;
            }""";

    private Markup() {}

    /// What is written into the page that the window shows.
    @SuppressWarnings("unchecked")
    static List<String> inline(Window window) {
        return (List<String>) window.page().evaluate(INLINE, window.watch().html());
    }
}
