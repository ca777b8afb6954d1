package org.serment.r4.define;

import static org.serment.r4.define.Generate.child;
import static org.serment.r4.define.Generate.children;
import static org.serment.r4.define.Generate.line;
import static org.serment.r4.define.Generate.text;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.w3c.dom.Element;

/// Turns the code systems of HL7's own that come with R4, and its value sets, into the tables of `r4.terms`. What others
/// own (SNOMED CT, LOINC, DICOM, ISO, UB04, national lists) stays out, code by code.
final class GenerateTerms {
    private static final List<String> FILES = List.of("valueset/valuesets.xml", "valueset/v3-codesystems.xml", "valueset/v2-tables.xml");
    private static final String COMMON = "This is an (example|extensible) set\\.|HL7 (International\\.|Inc\\.)";

    private GenerateTerms() {}

    /// `S` url, version, name, title opens a system; then a line a concept: depth, code, display, `a` when it only groups
    /// and `d` when no longer used, further children (`|`).
    static String codes() {
        var out = new StringBuilder();
        all("CodeSystem").stream().filter(GenerateTerms::ours).forEach(s -> {
            line(out, "S", text(s, "url"), text(s, "version"), text(s, "name"), plain(text(s, "title")));
            children(s, "concept").forEach(c -> concept(out, c, 0));
        });
        return out.toString();
    }

    private static void concept(StringBuilder out, Element c, int depth) {
        boolean groups = false;
        boolean ended = false;
        var others = new ArrayList<String>();
        for (var p : children(c, "property")) {
            switch (text(p, "code")) {
                case "notSelectable", "abstract" -> groups |= text(p, "valueBoolean").equals("true");
                case "status" -> ended |= List.of("deprecated", "retired").contains(text(p, "valueCode"));
                case "child" -> others.add(text(p, "valueCode"));
                default -> { }
            }
        }
        line(out, Integer.toString(depth), text(c, "code"), plain(text(c, "display")), (groups ? "a" : "") + (ended ? "d" : ""), String.join("|", others));
        children(c, "concept").forEach(inner -> concept(out, inner, depth + 1));
    }

    /// `V` url, version, name, title opens a value set; `i` or `x` system, value sets (`|`), filters (property, operator, value
    /// parted by a blank, several by `|`) includes or excludes; `c` code of it.
    static String sets() {
        var systems = all("CodeSystem").stream().filter(GenerateTerms::ours).map(s -> text(s, "url")).collect(Collectors.toSet());
        var out = new StringBuilder();
        for (var v : all("ValueSet")) {
            var compose = child(v, "compose");
            if (compose == null || !ofHl7(text(v, "url"))) continue;
            line(out, "V", text(v, "url"), text(v, "version"), text(v, "name"), plain(text(v, "title")));
            for (var kind : List.of("include", "exclude")) {
                for (var i : children(compose, kind)) {
                    line(out, kind.equals("include") ? "i" : "x", text(i, "system"),
                            children(i, "valueSet").stream().map(s -> s.getAttribute("value").split("\\|")[0]).collect(Collectors.joining("|")),
                            children(i, "filter").stream().map(f -> text(f, "property") + ' ' + text(f, "op") + ' ' + text(f, "value")).collect(Collectors.joining("|")));
                    if (systems.contains(text(i, "system"))) children(i, "concept").forEach(c -> line(out, "c", text(c, "code")));
                }
            }
        }
        return out.toString();
    }

    private static List<Element> all(String type) {
        return FILES.stream().flatMap(f -> Generate.resources(f, type).stream()).sorted(Comparator.comparing(r -> text(r, "url"))).toList();
    }

    private static boolean ours(Element system) {
        var rights = text(system, "copyright");
        return ofHl7(text(system, "url")) && text(system, "content").equals("complete") && (rights.isEmpty() || rights.matches(COMMON));
    }

    private static boolean ofHl7(String url) {
        return url.startsWith("http://terminology.hl7.org/") || url.startsWith("http://hl7.org/fhir/") && !url.startsWith("http://hl7.org/fhir/sid/");
    }

    private static String plain(String text) {
        return text.strip().replaceAll("\\s+", " ");
    }
}
