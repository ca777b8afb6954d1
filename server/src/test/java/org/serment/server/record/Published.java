package org.serment.server.record;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.fhirpath.IFhirPath;
import ca.uhn.fhir.fhirpath.IFhirPathEvaluationContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.hl7.fhir.instance.model.api.IBase;
import org.hl7.fhir.instance.model.api.IIdType;
import org.hl7.fhir.r4.model.Address;
import org.hl7.fhir.r4.model.BaseDateTimeType;
import org.hl7.fhir.r4.model.CanonicalType;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.ContactPoint;
import org.hl7.fhir.r4.model.Enumeration;
import org.hl7.fhir.r4.model.HumanName;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Period;
import org.hl7.fhir.r4.model.PrimitiveType;
import org.hl7.fhir.r4.model.Quantity;
import org.hl7.fhir.r4.model.Range;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.StringType;
import org.serment.r4.Param;
import org.serment.r4.Params;
import org.serment.r4.Span;
import org.serment.r4.Value;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What R4 publishes as search parameters, evaluated by HAPI: its parser, its model and its FHIRPath engine on the expressions
/// as published. Nothing of the record's own reading of resources is used; only the shapes of the values are the house's.
///
/// Knows the data types that occur in a [Hospital], and fails on others.
final class Published {
    private final FhirContext r4 = FhirContext.forR4Cached();
    private final IFhirPath path = r4.newFhirPath();
    private final Map<String, JsonNode> parameters = new HashMap<>();
    private final Map<String, IFhirPath.IParsedExpression> parsed = new HashMap<>();

    Published() {
        path.setEvaluationContext(new IFhirPathEvaluationContext() {
            @Override
            public IBase resolveReference(IIdType reference, IBase from) {
                return Hospital.TYPES.contains(reference.getResourceType()) ? r4.getResourceDefinition(reference.getResourceType()).newInstance() : null;
            }
        });
        try (InputStream in = Published.class.getResourceAsStream("/org/hl7/fhir/r4/model/sp/search-parameters.json")) {
            new JsonMapper().readTree(in).path("entry").forEach(e -> parameters.put(e.path("resource").path("url").asString(), e.path("resource")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<Value> values(String json) {
        var resource = (Resource) r4.newJsonParser().parseResource(json);
        var values = new ArrayList<Value>();
        for (var p : parameters.values()) {
            var param = Params.find(resource.fhirType(), p.path("code").asString(""));
            boolean here = p.path("base").valueStream().map(JsonNode::asString).anyMatch(List.of(resource.fhirType(), "Resource", "DomainResource")::contains);
            if (!here || param.isEmpty() || !p.has("expression") || p.path("code").asString().matches("_id|_lastUpdated")) continue;
            for (var base : evaluate(resource, p.path("expression").asString()))
                values.addAll(p.has("component") ? composite(resource.fhirType(), param.get(), base, p) : of(base, param.get()));
        }
        return List.copyOf(values);
    }

    /// Branch by branch, since the engine's union needs a service for units.
    private List<IBase> evaluate(IBase base, String expression) {
        return Stream.of(expression.split("\\|")).flatMap(branch -> path.evaluate(base, parsed.computeIfAbsent(branch.strip(), this::ready), IBase.class).stream()).toList();
    }

    private IFhirPath.IParsedExpression ready(String expression) {
        try {
            return path.parse(expression);
        } catch (Exception e) {
            throw new IllegalArgumentException(expression, e);
        }
    }

    private List<Value> composite(String type, Param param, IBase base, JsonNode published) {
        var combinations = List.of(List.<Value>of());
        for (var component : published.path("component")) {
            var part = Params.find(type, parameters.get(component.path("definition").asString()).path("code").asString()).orElseThrow();
            var parts = evaluate(base, component.path("expression").asString()).stream().flatMap(b -> of(b, part).stream()).toList();
            combinations = combinations.stream().flatMap(c -> parts.stream().map(v -> Stream.concat(c.stream(), Stream.of(v)).toList())).toList();
        }
        return combinations.stream().map(c -> (Value) new Value.Composite(param.id(), c)).toList();
    }

    private static List<? extends Value> of(IBase base, Param param) {
        int id = param.id();
        return switch (param.kind()) {
            case TOKEN -> tokens(id, base);
            case STRING -> texts(base).filter(t -> t != null && !t.isEmpty()).map(t -> new Value.Text(id, t)).toList();
            case URI -> uris(base).map(u -> new Value.Uri(id, u)).toList();
            case DATE -> base instanceof BaseDateTimeType d ? List.of(new Value.Moment(id, lo(d), hi(d))) : base instanceof Period p ? List.of(period(id, p)) : List.of();
            case NUMBER -> switch (base) {
                case Range r -> List.of(new Value.Num(id, end(r.getLow(), Value.LEAST), end(r.getHigh(), Value.MOST)));
                case PrimitiveType<?> p -> List.of(new Value.Num(id, new BigDecimal(p.getValueAsString()), new BigDecimal(p.getValueAsString())));
                default -> throw new IllegalArgumentException(base.fhirType());
            };
            case QUANTITY -> base instanceof Quantity q ? List.of(quantity(id, q)) : List.of();
            case REFERENCE -> references(id, base);
            case COMPOSITE, SPECIAL -> throw new IllegalArgumentException(param.code());
        };
    }

    private static List<Value.Token> tokens(int id, IBase base) {
        return switch (base) {
            case Coding c -> List.of(token(id, c.getSystem(), c.getCode(), c.getDisplay()));
            case CodeableConcept c -> Stream.concat(c.getCoding().stream().map(each -> token(id, each.getSystem(), each.getCode(), each.getDisplay())),
                    Stream.ofNullable(c.getText()).map(t -> token(id, "", "", t))).toList();
            case Identifier i -> List.of(new Value.Token(id, text(i.getSystem()), text(i.getValue()), "",
                    i.getType().getCoding().stream().map(c -> text(c.getSystem()) + '|' + text(c.getCode()) + '|' + i.getValue()).toList()));
            case ContactPoint p -> List.of(token(id, p.getUse() == null ? "" : p.getUse().toCode(), p.getValue(), ""));
            case Enumeration<?> e -> List.of(token(id, e.getSystem(), e.getValueAsString(), ""));
            case PrimitiveType<?> p -> List.of(token(id, "", p.getValueAsString(), ""));
            default -> List.of();
        };
    }

    private static Value.Token token(int id, String system, String code, String display) {
        return new Value.Token(id, text(system), text(code), text(display), List.of());
    }

    private static String text(String s) {
        return s == null ? "" : s;
    }

    private static Stream<String> texts(IBase base) {
        return switch (base) {
            case HumanName n -> Stream.of(Stream.of(n.getFamily(), n.getText()), n.getGiven().stream().map(StringType::getValue)).flatMap(s -> s);
            case Address a -> Stream.of(a.getCity(), a.getDistrict(), a.getState(), a.getPostalCode(), a.getCountry(), a.getText());
            case PrimitiveType<?> p -> Stream.of(p.getValueAsString());
            default -> throw new IllegalArgumentException(base.fhirType());
        };
    }

    private static Stream<String> uris(IBase base) {
        var uri = ((PrimitiveType<?>) base).getValueAsString();
        return base instanceof CanonicalType && uri.contains("|") ? Stream.of(uri, uri.substring(0, uri.indexOf('|'))) : Stream.of(uri);
    }

    private static List<Value> references(int id, IBase base) {
        if (!(base instanceof Reference r)) return List.of();
        var values = new ArrayList<Value>();
        if (r.hasReference()) values.add(new Value.Ref(id, text(r.getReferenceElement().getResourceType()), r.getReference()));
        if (r.hasIdentifier()) values.addAll(tokens(id, r.getIdentifier()));
        return values;
    }

    private static Value.Moment period(int id, Period p) {
        return new Value.Moment(id, p.hasStart() ? lo(p.getStartElement()) : Span.BEGIN, p.hasEnd() ? hi(p.getEndElement()) : Span.END);
    }

    /// By the text: HAPI reads a day in the machine's zone.
    private static Instant lo(BaseDateTimeType d) {
        var text = d.getValueAsString();
        return text.length() > 10 ? OffsetDateTime.parse(text).toInstant() : Instant.parse(text + "-01-01".substring(text.length() == 4 ? 0 : text.length() == 7 ? 3 : 6) + "T00:00:00Z");
    }

    private static Instant hi(BaseDateTimeType d) {
        var lo = lo(d).atOffset(ZoneOffset.UTC);
        var next = switch (d.getPrecision()) {
            case YEAR -> lo.plusYears(1);
            case MONTH -> lo.plusMonths(1);
            case DAY -> lo.plusDays(1);
            case MINUTE -> lo.plusMinutes(1);
            case SECOND -> lo.plusSeconds(1);
            case MILLI -> lo.plusNanos((long) Math.pow(10, 9 - d.getValueAsString().replaceAll(".*\\.(\\d+).*", "$1").length()));
        };
        return next.minus(1, ChronoUnit.MICROS).toInstant();
    }

    private static BigDecimal end(Quantity q, BigDecimal open) {
        return Optional.ofNullable(q.getValue()).orElse(open);
    }

    private static Value.Qty quantity(int id, Quantity q) {
        var comparator = q.getComparator() == null ? "" : q.getComparator().toCode();
        return new Value.Qty(id, text(q.getSystem()), text(q.getCode()), text(q.getUnit()),
                comparator.startsWith("<") ? Value.LEAST : q.getValue(), comparator.startsWith(">") ? Value.MOST : q.getValue());
    }
}
