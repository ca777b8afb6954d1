package org.serment.server.record;

import java.util.ArrayList;
import java.util.List;
import org.serment.r4.Param;
import org.serment.r4.Params;

/// Reads the values of a composite parameter: `code$value`, each part like a value of its own parameter.
final class CompositeReader {
    private final String type;

    CompositeReader(String type) {
        this.type = type;
    }

    Criterion read(Param param, List<String> values) {
        var components = param.components().stream().map(c -> Params.find(type, c.code()).orElseThrow()).toList();
        var firsts = new ArrayList<String>();
        var all = new ArrayList<Criterion.Combination>();
        for (var v : values) {
            var texts = Escapes.parts(v, '$');
            if (texts.size() != components.size() || texts.contains("")) throw new Misread(param.code(), "invalid", components.size() + " parts, parted by $");
            var parts = new ArrayList<Criterion.Part>();
            for (int i = 0; i < texts.size(); i++) parts.add(part(components.get(i), texts.get(i)));
            firsts.add(CriterionReader.term(components.getFirst(), texts.getFirst()));
            all.add(new Criterion.Combination(parts));
        }
        return new Criterion.Combinations(Amounts.stored(param), new Criterion.Terms64(components.getFirst(), firsts), all);
    }

    private static Criterion.Part part(Param component, String value) {
        return switch (component.kind()) {
            case TOKEN -> token(component, value);
            case STRING -> new Criterion.Part.Term(List.of(Terms.whole(Escapes.unescaped(value))));
            case URI -> new Criterion.Part.Term(List.of(Terms.uri(Escapes.unescaped(value))));
            case REFERENCE -> new Criterion.Part.Term(CriterionReader.targets(component, "", value).stream().map(Terms::target).toList());
            case DATE -> new Criterion.Part.Date(DateReader.interval(component.code(), value));
            case NUMBER -> new Criterion.Part.Num(AmountReader.number(component.code(), value));
            case QUANTITY -> new Criterion.Part.Qty(AmountReader.quantity(component.code(), value));
            case COMPOSITE, SPECIAL -> throw new Misread(component.code(), "not-supported", "can't be a part of a composite");
        };
    }

    private static Criterion.Part token(Param component, String value) {
        var parts = Escapes.parts(value, '|').stream().map(Escapes::unescaped).toList();
        if (parts.size() > 2 || parts.getLast().isEmpty()) throw new Misread(component.code(), "invalid", "a part of a composite is a code, with its system or without");
        if (parts.size() == 1) return new Criterion.Part.Token(Terms.code(parts.getFirst()), false);
        return new Criterion.Part.Token(parts.getFirst().isEmpty() ? Terms.bare(parts.getLast()) : Terms.coded(parts.getFirst(), parts.getLast()), true);
    }
}
