package org.serment.r4.extract;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.serment.r4.Param;
import org.serment.r4.Params;
import org.serment.r4.define.Definitions;
import org.serment.r4.define.Field;
import org.serment.r4.define.Shape;

/// Merges the expressions of a type's search parameters into one tree of property names.
///
/// Throws `IllegalArgumentException` for an expression that it does not understand: at start, for all of them.
final class Compiler {
    private Compiler() {}

    /// Where a path has come to.
    private record Cursor(Branch branch, Shape shape, Optional<Field> field) {
        String type() {
            return field.map(Field::type).orElse(shape.path());
        }
    }

    static Branch compile(String type) {
        Branch root = new Branch();
        Shape shape = Definitions.r4().shape(type).orElseThrow();
        for (Param param : Params.of(type)) {
            if (!param.expression().isEmpty() && !Extractor.ANSWERED_ELSEWHERE.contains(param.code())) {
                add(param, root, shape);
            }
        }
        return root;
    }

    private static void add(Param param, Branch root, Shape shape) {
        switch (Expression.read(param.type(), param.expression())) {
            case Expression.ExistsAndNotFalse e -> root.take(Tokens.existsAndNotFalse(param.id(), choices(shape, e.element())));
            case Expression.Union union -> {
                for (Expression.Path path : union.paths()) {
                    follow(path, root, shape, (cursor, filter) -> take(param, cursor, filter));
                }
            }
        }
    }

    private static void take(Param param, Cursor cursor, Optional<String> filter) {
        if (param.kind() == Param.Kind.COMPOSITE) {
            cursor.branch.take(new Composites(param.id(), components(param, cursor.shape)));
        } else {
            Takes.of(param, param.id(), cursor.type(), cursor.field.map(Field::system).orElse(""), filter)
                    .ifPresent(cursor.branch::take);
        }
    }

    private static List<Composites.Part> components(Param composite, Shape base) {
        List<Composites.Part> parts = new ArrayList<>();
        Shape root = Definitions.r4().shape(composite.type()).orElseThrow();
        for (Param.Component component : composite.components()) {
            Param param = Params.find(composite.type(), component.code()).orElseThrow();
            Branch relative = new Branch();
            Branch absolute = new Branch();
            switch (Expression.read("", component.expression())) {
                case Expression.ExistsAndNotFalse e -> throw new IllegalArgumentException(component.expression());
                case Expression.Union union -> {
                    for (Expression.Path path : union.paths()) {
                        follow(path, path.absolute() ? absolute : relative, path.absolute() ? root : base,
                                (cursor, filter) -> take(param, cursor, filter));
                    }
                }
            }
            parts.add(new Composites.Part(relative, absolute));
        }
        return List.copyOf(parts);
    }

    private interface Arrived {
        void at(Cursor cursor, Optional<String> filter);
    }

    private static void follow(Expression.Path path, Branch root, Shape shape, Arrived arrived) {
        List<Cursor> cursors = List.of(new Cursor(root, shape, Optional.empty()));
        Optional<String> filter = Optional.empty();
        List<Expression.Step> steps = path.steps();
        for (int i = 0; i < steps.size(); i++) {
            Expression.Step next = i + 1 < steps.size() ? steps.get(i + 1) : new Expression.Step.Child("");
            List<Cursor> moved = new ArrayList<>();
            for (Cursor cursor : cursors) {
                switch (steps.get(i)) {
                    case Expression.Step.Child c -> children(cursor, c.element(), next, moved);
                    case Expression.Step.As as -> {
                        if (cursor.type().equalsIgnoreCase(as.type())) {
                            moved.add(cursor);
                        }
                    }
                    case Expression.Step.First f -> moved.add(cursor);
                    case Expression.Step.WhereEquals w ->
                            moved.add(new Cursor(cursor.branch.where(w.element(), w.text()), cursor.shape, cursor.field));
                    case Expression.Step.WhereResolves w -> {
                        filter = Optional.of(w.type());
                        moved.add(cursor);
                    }
                }
            }
            if (moved.isEmpty()) {
                throw new IllegalArgumentException("leads nowhere: " + path);
            }
            cursors = moved;
        }
        for (Cursor cursor : cursors) {
            arrived.at(cursor, filter);
        }
    }

    private static void children(Cursor cursor, String element, Expression.Step next, List<Cursor> moved) {
        for (Field field : choices(cursor.shape, element)) {
            boolean wanted = !(next instanceof Expression.Step.As as) || as.type().equalsIgnoreCase(field.type());
            if (wanted) {
                Branch branch = cursor.branch.child(field.json(), next instanceof Expression.Step.First);
                Shape shape = field.content() instanceof Shape s ? s : cursor.shape;
                moved.add(new Cursor(branch, shape, Optional.of(field)));
            }
        }
    }

    /// The properties of an element: one, or one a type of a choice.
    private static List<Field> choices(Shape shape, String element) {
        return shape.fields().stream().filter(f -> f.element().equals(element) && !f.sibling())
                .sorted(java.util.Comparator.comparing(Field::json)).toList();
    }
}
