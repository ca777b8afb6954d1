package org.serment.demo.histories;

/// One line of the file: one transaction bundle.
///
/// @param name `hospital/1`, `establishments/1`, `professionals/1`, `history/{patient}/{part}`, `stay/{patient}`;
///             it is also the value of the bundle's identifier
/// @param entries resources that it creates
/// @param marker a search that finds its first resource once it is loaded; empty where each entry is
///               created only if it isn't there
/// @param offset where its compressed frame begins in the file
/// @param length bytes of its compressed frame
public record Line(String name, int entries, String marker, long offset, int length) {

    static String history(String patient, int part) {
        return "history/" + patient + "/" + part;
    }

    static String stay(String patient) {
        return "stay/" + patient;
    }

    static Line parse(String row) {
        String[] columns = row.split("\t", -1);
        return new Line(columns[0], Integer.parseInt(columns[1]), columns[2],
                Long.parseLong(columns[3]), Integer.parseInt(columns[4]));
    }

    String row() {
        return String.join("\t", name, Integer.toString(entries), marker, Long.toString(offset), Integer.toString(length));
    }

    /// Lines of the same group are loaded in their order, groups of patients at the same time.
    public String group() {
        int slash = name.lastIndexOf('/');
        return name.startsWith("history/") ? name.substring(0, slash) : name;
    }

    /// Whether the bundle's dates are told relative to [Histories#REFERENCE].
    public boolean relative() {
        return name.startsWith("stay/");
    }

    /// Whether it begins a patient's history.
    public boolean first() {
        return name.startsWith("history/") && name.endsWith("/1");
    }

    /// Whether it holds what patients' bundles refer to.
    public boolean shared() {
        return marker.isEmpty();
    }
}
