package org.serment.demo.histories;

/// One line of the file: one transaction bundle.
///
/// @param name `hospital/1`, `establishments/1`, `professionals/1`, `history/{patient}/{part}`, `stay/{patient}`;
///             it is also the value of the bundle's identifier
/// @param entries resources that it creates
/// @param marker a search that finds its first resource once it is loaded; empty where each entry is
///               created only if it isn't there
public record Line(String name, int entries, String marker) {

    static String history(String patient, int part) {
        return "history/" + patient + "/" + part;
    }

    static String stay(String patient) {
        return "stay/" + patient;
    }

    static Line parse(String row) {
        String[] columns = row.split("\t", -1);
        return new Line(columns[0], Integer.parseInt(columns[1]), columns[2]);
    }

    String row() {
        return name + "\t" + entries + "\t" + marker;
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

    /// Whether it holds what patients' bundles refer to.
    public boolean shared() {
        return marker.isEmpty();
    }
}
