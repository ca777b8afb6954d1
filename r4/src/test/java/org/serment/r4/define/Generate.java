package org.serment.r4.define;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Turns the published R4 definitions into the compact tables under `src/main/resources`.
/// `GeneratedTest` makes them again and compares; to write them, run `main` with the folder as argument.
final class Generate {
    private static final String ROOT = "/org/hl7/fhir/r4/model/";
    private static final String FHIR = "http://hl7.org/fhir/StructureDefinition/";
    private static final String FHIR_TYPE = FHIR + "structuredefinition-fhir-type";

    /// R4 4.0.1 swaps the definitions of the two components of `DocumentReference.relationship`.
    private static final Map<String, String> CORRECTED = Map.of(
            "http://hl7.org/fhir/SearchParameter/DocumentReference-relatesto",
            "http://hl7.org/fhir/SearchParameter/DocumentReference-relation",
            "http://hl7.org/fhir/SearchParameter/DocumentReference-relation",
            "http://hl7.org/fhir/SearchParameter/DocumentReference-relatesto");

    private final Map<String, String> oneSystems = new HashMap<>();
    private final Map<String, String> impliedSystems = new HashMap<>();
    private final Map<String, String> elementTypes = new HashMap<>();
    private final List<Element> structures = new ArrayList<>();

    Generate() {
        for (String file : List.of("valueset/valuesets.xml", "valueset/v3-codesystems.xml", "valueset/v2-tables.xml")) {
            resources(file, "ValueSet").forEach(this::oneSystem);
        }
        for (String file : List.of("profile/profiles-types.xml", "profile/profiles-resources.xml")) {
            resources(file, "StructureDefinition").stream()
                    .filter(s -> !text(s, "derivation").equals("constraint"))
                    .filter(s -> !text(s, "kind").equals("logical"))
                    .forEach(structures::add);
        }
        structures.sort(Comparator.comparing(s -> text(s, "type")));
        for (Element s : structures) {
            for (Element e : children(child(s, "snapshot"), "element")) {
                impliedSystems.put(text(e, "path"), implied(e));
                elementTypes.put(text(e, "path"), types(text(e, "path"), e));
            }
        }
    }

    /// One line an element: path, min, max, types (comma) or `#path` of a content reference, the one code system
    /// that a required binding implies. A line without a dot opens a type: name, kind, `abstract` or empty.
    String elements() {
        StringBuilder out = new StringBuilder();
        for (Element s : structures) {
            line(out, text(s, "type"), text(s, "kind"), text(s, "abstract").equals("true") ? "abstract" : "");
            for (Element e : children(child(s, "snapshot"), "element")) {
                String path = text(e, "path");
                if (path.indexOf('.') < 0) {
                    continue;
                }
                String implied = implied(e);
                line(out, path, text(e, "min"), text(e, "max"), types(path, e), implied);
            }
        }
        return out.toString();
    }

    /// One line a resource type: its own elements that a summary shows.
    String summary() {
        StringBuilder out = new StringBuilder();
        for (Element s : structures) {
            if (!text(s, "kind").equals("resource") || text(s, "abstract").equals("true")) {
                continue;
            }
            List<String> names = new ArrayList<>();
            for (Element e : children(child(s, "snapshot"), "element")) {
                String[] path = text(e, "path").split("\\.");
                if (path.length == 2 && text(e, "isSummary").equals("true")) {
                    names.add(path[1].replace("[x]", ""));
                }
            }
            line(out, text(s, "type"), String.join(",", names));
        }
        return out.toString();
    }

    /// One line a type and search parameter: type, code, kind, expression, targets, components
    /// (`code=expression`, separated by `;`), implied code system.
    String params() {
        JsonNode bundle = JsonMapper.builder().build().readTree(open("sp/search-parameters.json"));
        Map<String, JsonNode> byUrl = new HashMap<>();
        bundle.get("entry").forEach(e -> byUrl.put(e.get("resource").get("url").asString(), e.get("resource")));
        List<String> types = structures.stream()
                .filter(s -> text(s, "kind").equals("resource") && !text(s, "abstract").equals("true"))
                .map(s -> text(s, "type")).toList();
        TreeMap<String, String> lines = new TreeMap<>();
        for (JsonNode p : byUrl.values()) {
            for (JsonNode base : p.get("base")) {
                for (String type : types) {
                    if (base.asString().equals(type) || base.asString().equals("Resource")
                            || base.asString().equals("DomainResource") && domain(type)) {
                        lines.put(type + "\t" + p.get("code").asString(), param(p, type, byUrl));
                    }
                }
            }
        }
        return lines.values().stream().collect(Collectors.joining("\n", "", "\n"));
    }

    /// One line a type: the parameters by which a resource is in the compartment of a patient.
    String compartment() {
        try (InputStream in = Generate.class.getResourceAsStream("/json/spec/compartmentdefinition-patient.json")) {
            TreeMap<String, String> lines = new TreeMap<>();
            for (JsonNode r : JsonMapper.builder().build().readTree(in).get("resource")) {
                if (r.has("param")) {
                    Set<String> codes = new LinkedHashSet<>();
                    r.get("param").forEach(p -> codes.add(p.asString()));
                    lines.put(r.get("code").asString(), String.join(",", codes));
                }
            }
            StringBuilder out = new StringBuilder();
            lines.forEach((type, codes) -> line(out, type, codes));
            return out.toString();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private String param(JsonNode p, String type, Map<String, JsonNode> byUrl) {
        StringBuilder out = new StringBuilder();
        String expression = p.path("expression").asString("");
        TreeSet<String> targets = new TreeSet<>();
        p.path("target").forEach(t -> targets.add(t.asString()));
        List<String> components = new ArrayList<>();
        for (JsonNode c : p.path("component")) {
            String definition = c.get("definition").asString();
            String code = byUrl.get(CORRECTED.getOrDefault(definition, definition)).get("code").asString();
            components.add(code + "=" + c.get("expression").asString());
        }
        String branches = ofType(type, expression);
        String implied = p.get("type").asString().equals("token") ? implied(branches) : "";
        line(out, type, p.get("code").asString(), p.get("type").asString(), branches, String.join(",", targets),
                String.join(";", components), implied);
        return out.substring(0, out.length() - 1);
    }

    /// The branches of a union that speak of one type, in their order; `Resource.` becomes the type.
    private static String ofType(String type, String expression) {
        List<String> branches = new ArrayList<>();
        for (String branch : expression.split("\\|")) {
            String b = branch.strip();
            String bare = b.startsWith("(") ? b.substring(1) : b;
            String root = bare.split("[. )]", 2)[0];
            if (root.equals(type)) {
                branches.add(b);
            } else if (root.equals("Resource")) {
                branches.add(b.replaceFirst("Resource\\.", type + "."));
            } else if (!root.isEmpty() && Character.isLowerCase(root.charAt(0))) {
                branches.add(type + "." + b);
            }
        }
        return String.join(" | ", branches);
    }

    /// The one system that all branches imply, or empty.
    private String implied(String branches) {
        Set<String> systems = new TreeSet<>();
        for (String branch : branches.split(" \\| ")) {
            String at = "";
            String path = "";
            for (String step : branch.split("\\.")) {
                path = at.isEmpty() ? step : at + "." + step;
                String type = elementTypes.getOrDefault(path, "");
                boolean inline = at.isEmpty() || type.equals("BackboneElement") || type.equals("Element");
                at = inline ? path : type.startsWith("#") ? type.substring(1) : type;
            }
            systems.add(impliedSystems.getOrDefault(path, ""));
        }
        return systems.size() == 1 ? systems.iterator().next() : "";
    }

    private boolean domain(String type) {
        return structures.stream().anyMatch(s -> text(s, "type").equals(type)
                && text(s, "baseDefinition").equals(FHIR + "DomainResource"));
    }

    private static String types(String path, Element e) {
        String reference = text(e, "contentReference");
        if (!reference.isEmpty()) {
            return reference;
        }
        if (path.endsWith(".id") && Character.isUpperCase(path.charAt(0)) && isResourceId(e)) {
            return "id";
        }
        Collection<String> types = new LinkedHashSet<>();
        for (Element t : children(e, "type")) {
            String code = text(t, "code");
            for (Element x : children(t, "extension")) {
                if (x.getAttribute("url").equals(FHIR_TYPE)) {
                    code = text(x, "valueUrl");
                }
            }
            types.add(code);
        }
        return String.join(",", types);
    }

    private static boolean isResourceId(Element e) {
        Element base = child(e, "base");
        return base != null && text(base, "path").equals("Resource.id");
    }

    private String implied(Element e) {
        Element binding = child(e, "binding");
        if (binding == null || !text(binding, "strength").equals("required") || !types("", e).equals("code")) {
            return "";
        }
        return oneSystems.getOrDefault(text(binding, "valueSet").split("\\|")[0], "");
    }

    private void oneSystem(Element valueSet) {
        Element compose = child(valueSet, "compose");
        if (compose == null || !children(compose, "exclude").isEmpty()) {
            return;
        }
        Set<String> systems = new TreeSet<>();
        for (Element include : children(compose, "include")) {
            systems.add(children(include, "valueSet").isEmpty() ? text(include, "system") : "");
        }
        if (systems.size() == 1) {
            oneSystems.put(text(valueSet, "url"), systems.iterator().next());
        }
    }

    static List<Element> resources(String file, String type) {
        try (InputStream in = open(file)) {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            factory.setNamespaceAware(true);
            Document document = factory.newDocumentBuilder().parse(in);
            return children(document.getDocumentElement(), "entry").stream()
                    .map(e -> child(child(e, "resource"), type)).filter(r -> r != null).toList();
        } catch (IOException | SAXException | ParserConfigurationException e) {
            throw new IllegalStateException(file, e);
        }
    }

    private static InputStream open(String file) {
        return Generate.class.getResourceAsStream(ROOT + file);
    }

    static Element child(Element parent, String name) {
        List<Element> found = children(parent, name);
        return found.isEmpty() ? null : found.getFirst();
    }

    static List<Element> children(Element parent, String name) {
        List<Element> found = new ArrayList<>();
        for (Node n = parent.getFirstChild(); n != null; n = n.getNextSibling()) {
            if (n instanceof Element e && e.getLocalName().equals(name)) {
                found.add(e);
            }
        }
        return found;
    }

    static String text(Element parent, String name) {
        Element e = child(parent, name);
        return e == null ? "" : e.getAttribute("value");
    }

    static void line(StringBuilder out, String... cells) {
        out.append(String.join("\t", cells).stripTrailing()).append('\n');
    }

    public static void main(String[] args) throws IOException {
        Path folder = Path.of(args[0]);
        Generate g = new Generate();
        Files.writeString(folder.resolve("elements.tsv"), g.elements());
        Files.writeString(folder.resolve("params.tsv"), g.params());
        Files.writeString(folder.resolve("compartment.tsv"), g.compartment());
        Files.writeString(folder.resolve("summary.tsv"), g.summary());
        Path terms = folder.resolveSibling("terms");
        Files.writeString(terms.resolve("codes.tsv"), GenerateTerms.codes());
        Files.writeString(terms.resolve("sets.tsv"), GenerateTerms.sets());
    }
}
