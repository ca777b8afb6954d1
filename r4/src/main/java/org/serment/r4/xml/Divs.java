package org.serment.r4.xml;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/// The narratives of a document, each exactly as it stands there: a parser gives events, whose places in the text the
/// JDK's doesn't keep right. It trusts that a parser judges the same document.
final class Divs {
    private final String text;
    private final List<String> found = new ArrayList<>();
    private int depth;
    private int start;

    private Divs(String text) {
        this.text = text;
    }

    static Iterator<String> of(String text) {
        var divs = new Divs(text);
        for (int at = text.indexOf('<'); at >= 0; at = text.indexOf('<', at)) at = divs.tag(at);
        return divs.found.iterator();
    }

    /// Where to go on after what begins there.
    private int tag(int at) {
        if (text.startsWith("<!--", at)) return after("-->", at);
        if (text.startsWith("<![CDATA[", at)) return after("]]>", at);
        if (text.startsWith("<?", at)) return after("?>", at);
        int end = end(at);
        if (text.startsWith("</", at)) {
            if (depth > 0 && --depth == 0) found.add(text.substring(start, end));
        } else if (depth > 0 || name(at).equals("div")) {
            boolean closed = text.charAt(end - 2) == '/';
            if (depth == 0) start = at;
            if (!closed) depth++;
            else if (depth == 0) found.add(text.substring(start, end));
        }
        return end;
    }

    private int after(String mark, int at) {
        int found = text.indexOf(mark, at);
        return found < 0 ? text.length() : found + mark.length();
    }

    /// After the `>` of a tag, which may also stand inside quotes.
    private int end(int at) {
        char quote = 0;
        for (int i = at + 1; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quote != 0) quote = c == quote ? 0 : quote;
            else if (c == '"' || c == '\'') quote = c;
            else if (c == '>') return i + 1;
        }
        return text.length();
    }

    /// The local name of an opening tag.
    private String name(int at) {
        int from = at + 1;
        int end = from;
        for (; end < text.length() && " \t\n/>".indexOf(text.charAt(end)) < 0; end++) if (text.charAt(end) == ':') from = end + 1;
        return text.substring(from, end);
    }
}
