package org.serment.r4;

/// Where a reader is, as FHIRPath when somebody asks.
final class Place {
    private final int most;
    private final String[] names;
    private final int[] indexes;
    private String root = "";
    private int depth;

    Place(int depth) {
        most = depth;
        names = new String[depth + 1];
        indexes = new int[depth + 1];
    }

    boolean atRoot() {
        return depth == 0;
    }

    void root(String type) {
        root = type;
    }

    /// Whether no further level fits.
    boolean full() {
        return depth >= most;
    }

    void enter(String name) {
        names[depth] = name;
        indexes[depth++] = -1;
    }

    void index(int index) {
        indexes[depth - 1] = index;
    }

    void leave() {
        depth--;
    }

    String path() {
        StringBuilder path = new StringBuilder(root);
        for (int i = 0; i < depth; i++) {
            if (!names[i].isEmpty()) {
                path.append('.').append(names[i]);
            }
            if (indexes[i] >= 0) {
                path.append('[').append(indexes[i]).append(']');
            }
        }
        return path.toString();
    }
}
