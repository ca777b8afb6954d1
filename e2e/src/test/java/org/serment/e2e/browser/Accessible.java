package org.serment.e2e.browser;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.Rule;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.util.ArrayList;
import java.util.List;

/// What axe finds on a page, in both colour schemes.
final class Accessible {

    private static final List<String> RULES =
            List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice");

    private Accessible() {}

    /// Violations of the page as it is shown now; of the other scheme only colours can differ.
    static List<String> violations(Window window) {
        Page page = window.page();
        var found = new ArrayList<>(list(window, new AxeBuilder(page).withTags(RULES)));
        ColorScheme other = window.kind().scheme() == ColorScheme.LIGHT ? ColorScheme.DARK : ColorScheme.LIGHT;
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(other));
        found.addAll(list(window, new AxeBuilder(page).withRules(List.of("color-contrast", "link-in-text-block"))));
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(window.kind().scheme()));
        return found;
    }

    private static List<String> list(Window window, AxeBuilder axe) {
        var found = new ArrayList<String>();
        for (Rule rule : axe.setLegacyMode(true).analyze().getViolations()) {
            rule.getNodes().forEach(node -> found.add(window.path() + " " + rule.getId() + ": " + node.getHtml() + " "
                    + node.getAny().stream().map(check -> check.getMessage()).toList()));
        }
        return found;
    }
}
