package org.serment.r4.define;

import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The shapes of every R4 type, linked: resources, data types and backbone elements.
public final class Definitions {
    private static final Definitions R4 = new Definitions();

    private final Map<String, Shape> shapes = new HashMap<>();
    private final List<String> resources;

    private Definitions() {
        List<String[]> rows = Table.rows("elements.tsv", 5);
        TreeMap<String, String> resourceTypes = new TreeMap<>();
        boolean resource = false;
        for (String[] row : rows) {
            if (row[0].indexOf('.') < 0) {
                resource = row[1].equals("resource");
                if (!row[1].equals("primitive-type")) {
                    shapes.put(row[0], new Shape(row[0], resource));
                }
                if (resource && row[2].isEmpty()) {
                    resourceTypes.put(row[0], row[0]);
                }
            } else if (row[3].equals("BackboneElement") || row[3].equals("Element")) {
                shapes.put(row[0], new Shape(row[0], false));
            }
        }
        rows.stream().filter(row -> row[0].indexOf('.') > 0).forEach(this::add);
        resources = List.copyOf(resourceTypes.keySet());
    }

    public static Definitions r4() {
        return R4;
    }

    /// Names of the concrete resource types, in alphabetical order.
    public List<String> resources() {
        return resources;
    }

    /// The shape of a type or of a backbone element's path.
    public Optional<Shape> shape(String path) {
        return Optional.ofNullable(shapes.get(path));
    }

    public Map<String, Shape> shapes() {
        return Collections.unmodifiableMap(shapes);
    }

    private void add(String[] row) {
        String path = row[0];
        int dot = path.lastIndexOf('.');
        Shape shape = shapes.get(path.substring(0, dot));
        if (shape == null || row[2].equals("0")) {
            return;
        }
        boolean choice = path.endsWith("[x]");
        String element = choice ? path.substring(dot + 1, path.length() - 3) : path.substring(dot + 1);
        int bit = shape.element(element, !row[1].equals("0"));
        boolean many = !row[2].equals("1");
        for (String type : row[3].split(",")) {
            String json = choice ? element + Character.toUpperCase(type.charAt(0)) + type.substring(1) : element;
            Content content = content(path, type);
            shape.add(new Field(json, element, type, content, false, many, bit, choice, row[4]));
            if (content instanceof Primitive && hasSibling(path, type)) {
                shape.add(new Field("_" + json, element, type, shapes.get("Element"), true, many, bit, choice, ""));
            }
        }
    }

    private Content content(String path, String type) {
        if (type.startsWith("#")) {
            return shapes.get(type.substring(1));
        }
        if (type.equals("Resource")) {
            return new Content.AnyResource();
        }
        if (Character.isLowerCase(type.charAt(0))) {
            return Primitive.of(type);
        }
        return shapes.getOrDefault(path, shapes.get(type));
    }

    /// Ids of elements, URLs of extensions and narratives are plain values: nothing can be said beside them.
    private static boolean hasSibling(String path, String type) {
        return !path.endsWith(".id") && !path.equals("Extension.url") && !type.equals("xhtml");
    }
}
