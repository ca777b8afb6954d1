package org.serment.r4.extract;

import java.util.ArrayList;
import java.util.List;

/// The part of FHIRPath that the search parameters of R4 are written in.
sealed interface Expression {
    /// Alternatives; all of them count.
    record Union(List<Path> paths) implements Expression {}

    /// `Patient.deceased.exists() and Patient.deceased != false`: true or false, always there.
    record ExistsAndNotFalse(String element) implements Expression {}

    /// Steps from the root, which is `%resource` when absolute, otherwise where the reader stands.
    record Path(boolean absolute, List<Step> steps) {}

    sealed interface Step {
        record Child(String element) implements Step {}

        record As(String type) implements Step {}

        record First() implements Step {}

        record WhereEquals(String element, String text) implements Step {}

        record WhereResolves(String type) implements Step {}
    }

    /// Reads an expression whose paths begin with `type`, or with an element when `type` is empty.
    static Expression read(String type, String text) {
        String existence = ".exists() and ";
        if (text.contains(existence)) {
            String path = text.substring(0, text.indexOf(existence));
            if (!text.equals(path + existence + path + " != false")) {
                throw new IllegalArgumentException(text);
            }
            return new ExistsAndNotFalse(path.substring(type.length() + 1));
        }
        List<Path> paths = new ArrayList<>();
        for (String branch : text.split("\\|")) {
            paths.add(path(type, branch.strip()));
        }
        return new Union(List.copyOf(paths));
    }

    private static Path path(String type, String branch) {
        List<Step> steps = new ArrayList<>();
        String rest = branch;
        if (branch.startsWith("(")) {
            int close = branch.indexOf(')');
            String[] cast = branch.substring(1, close).split(" as ");
            simple(type, cast[0].strip(), steps);
            steps.add(new Step.As(cast[1].strip()));
            rest = branch.substring(close + 1);
            if (!rest.isEmpty()) {
                simple("", rest.substring(1), steps);
            }
            return new Path(false, List.copyOf(steps));
        }
        boolean absolute = rest.startsWith("%resource.");
        simple(absolute ? "%resource" : type, rest, steps);
        return new Path(absolute, List.copyOf(steps));
    }

    private static void simple(String root, String text, List<Step> steps) {
        List<String> parts = split(text);
        boolean rooted = !root.isEmpty() && parts.getFirst().equals(root);
        for (String part : parts.subList(rooted ? 1 : 0, parts.size())) {
            step(part, steps);
        }
    }

    private static void step(String part, List<Step> steps) {
        if (part.startsWith("as(")) {
            steps.add(new Step.As(inside(part)));
        } else if (part.startsWith("where(resolve() is ")) {
            steps.add(new Step.WhereResolves(inside(part).substring("resolve() is ".length())));
        } else if (part.startsWith("where(")) {
            String[] sides = inside(part).split("=");
            steps.add(new Step.WhereEquals(sides[0].strip(), sides[1].strip().replace("'", "")));
        } else if (part.endsWith("[0]")) {
            steps.add(new Step.Child(part.substring(0, part.length() - 3)));
            steps.add(new Step.First());
        } else if (part.chars().allMatch(Character::isLetterOrDigit)) {
            steps.add(new Step.Child(part));
        } else {
            throw new IllegalArgumentException(part);
        }
    }

    private static String inside(String call) {
        return call.substring(call.indexOf('(') + 1, call.length() - 1).strip();
    }

    /// Splits at the dots outside parentheses.
    private static List<String> split(String text) {
        List<String> parts = new ArrayList<>();
        int depth = 0;
        int start = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            depth += c == '(' ? 1 : c == ')' ? -1 : 0;
            if (c == '.' && depth == 0) {
                parts.add(text.substring(start, i));
                start = i + 1;
            }
        }
        parts.add(text.substring(start));
        return parts;
    }
}
