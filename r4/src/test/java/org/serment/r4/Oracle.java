package org.serment.r4;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.fhirpath.IFhirPath;
import ca.uhn.fhir.fhirpath.IFhirPathEvaluationContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.hl7.fhir.instance.model.api.IBase;
import org.hl7.fhir.instance.model.api.IIdType;
import org.hl7.fhir.r4.model.Address;
import org.hl7.fhir.r4.model.BaseDateTimeType;
import org.hl7.fhir.r4.model.CanonicalType;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.ContactPoint;
import org.hl7.fhir.r4.model.Enumeration;
import org.hl7.fhir.r4.model.HumanName;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Location;
import org.hl7.fhir.r4.model.Money;
import org.hl7.fhir.r4.model.Period;
import org.hl7.fhir.r4.model.PrimitiveType;
import org.hl7.fhir.r4.model.Quantity;
import org.hl7.fhir.r4.model.Range;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.StringType;
import org.hl7.fhir.r4.model.Timing;
import org.hl7.fhir.r4.model.UriType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The search values of a resource by other means: HAPI's parser, model and FHIRPath engine on the parameters as
/// published. Values are rendered as text, one set a parameter.
final class Oracle {
    /// Stands for the system of a code of which HAPI's model does not know it.
    static final String UNKNOWN = "?";

    private final FhirContext context = FhirContext.forR4();
    private final IFhirPath path;
    private final Map<String, JsonNode> published = new HashMap<>();
    private final Map<String, IFhirPath.IParsedExpression> parsed = new HashMap<>();

    Oracle() {
        path = context.newFhirPath();
        path.setEvaluationContext(new IFhirPathEvaluationContext() {
            @Override
            public IBase resolveReference(IIdType reference, IBase from) {
                return reference.hasResourceType() && Types.known(reference.getResourceType())
                        ? context.getResourceDefinition(reference.getResourceType()).newInstance() : null;
            }
        });
        try (InputStream in = Oracle.class.getResourceAsStream("/org/hl7/fhir/r4/model/sp/search-parameters.json")) {
            JsonMapper.builder().build().readTree(in).get("entry").forEach(
                    e -> published.put(e.get("resource").get("url").asString(), e.get("resource")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Parameter code to values. Throws what HAPI throws when it cannot read the resource.
    Map<String, TreeSet<String>> values(byte[] json) {
        Resource resource = (Resource) context.newJsonParser().parseResource(new String(json, StandardCharsets.UTF_8));
        Map<String, TreeSet<String>> found = new TreeMap<>();
        for (JsonNode param : published.values()) {
            String code = param.get("code").asString();
            if (param.has("expression") && speaksOf(param, resource.fhirType()) && !code.equals("_id")
                    && !code.equals("_lastUpdated")) {
                TreeSet<String> values = new TreeSet<>();
                for (IBase base : evaluate(resource, param.get("expression").asString())) {
                    values.addAll(param.has("component") ? composite(resource, base, param) : render(base, param.get("type").asString()));
                }
                if (!values.isEmpty()) {
                    found.put(code, values);
                }
            }
        }
        return found;
    }

    private static boolean speaksOf(JsonNode param, String type) {
        for (JsonNode base : param.get("base")) {
            if (base.asString().equals(type) || base.asString().equals("Resource") || base.asString().equals("DomainResource")) {
                return true;
            }
        }
        return false;
    }

    /// Branch by branch: the engine's union compares quantities by a UCUM service that it does not have.
    private List<IBase> evaluate(IBase base, String expression) {
        List<IBase> all = new ArrayList<>();
        for (String branch : expression.split("\\|")) {
            all.addAll(branch(base, branch.strip()));
        }
        return all;
    }

    private List<IBase> branch(IBase base, String expression) {
        IFhirPath.IParsedExpression ready = parsed.computeIfAbsent(expression, e -> {
            try {
                return path.parse(e);
            } catch (Exception x) {
                throw new IllegalArgumentException(e, x);
            }
        });
        return path.evaluate(base, ready, IBase.class);
    }

    private List<String> composite(Resource resource, IBase base, JsonNode param) {
        List<String> combinations = List.of("");
        for (JsonNode component : param.get("component")) {
            String kind = published.get(component.get("definition").asString()).get("type").asString();
            List<String> next = new ArrayList<>();
            String expression = component.get("expression").asString();
            for (IBase part : evaluate(expression.startsWith("%resource.") ? resource : base, expression)) {
                for (String value : render(part, kind)) {
                    combinations.forEach(c -> next.add(c.isEmpty() ? value : c + " $ " + value));
                }
            }
            combinations = next;
        }
        return combinations;
    }

    private static List<String> render(IBase base, String kind) {
        return switch (kind) {
            case "token" -> token(base);
            case "string" -> string(base);
            case "date" -> date(base);
            case "number" -> number(base);
            case "quantity" -> quantity(base);
            case "uri" -> uri(base, "uri ");
            case "reference" -> reference(base);
            case "special" -> position((Location.LocationPositionComponent) base);
            default -> throw new IllegalArgumentException(kind);
        };
    }

    private static List<String> position(Location.LocationPositionComponent p) {
        return p.getLatitude() == null || p.getLongitude() == null ? List.of()
                : List.of("at " + plain(p.getLatitude()) + " " + plain(p.getLongitude()));
    }

    private static List<String> token(IBase base) {
        return switch (base) {
            case Coding c when !(c.isEmpty()) -> coding(c);
            case CodeableConcept c -> {
                List<String> all = new ArrayList<>();
                c.getCoding().forEach(coding -> all.addAll(coding(coding)));
                if (c.getText() != null) {
                    all.add("token ||" + c.getText());
                }
                yield all;
            }
            case Identifier i -> identifier(i);
            case ContactPoint p -> p.getValue() != null ? List.of("token " + (p.getUse() != null ? p.getUse().toCode() : "") + "|" + p.getValue() + "|")
                    : List.of();
            case Enumeration<?> e -> e.hasValue() ? List.of("token " + system(e) + "|" + e.getValueAsString() + "|") : List.of();
            case CodeType c -> c.hasValue() ? List.of("token " + UNKNOWN + "|" + c.getValue() + "|") : List.of();
            case PrimitiveType<?> p -> p.hasValue() ? List.of("token |" + p.getValueAsString() + "|") : List.of();
            default -> List.of();
        };
    }

    private static String system(Enumeration<?> code) {
        String system = code.getSystem();
        return system == null ? "" : system;
    }

    private static List<String> coding(Coding c) {
        return c.getCode() != null || c.getDisplay() != null || c.getSystem() != null
                ? List.of("token " + text(c.getSystem()) + "|" + text(c.getCode()) + "|" + text(c.getDisplay())) : List.of();
    }

    private static List<String> identifier(Identifier i) {
        if (i.getValue() == null && i.getSystem() == null) {
            return List.of();
        }
        StringBuilder out = new StringBuilder("token " + text(i.getSystem()) + "|" + text(i.getValue()) + "|" + text(i.getType().getText()));
        if (i.getValue() != null) {
            i.getType().getCoding().forEach(c -> out.append(" of ").append(text(c.getSystem())).append('|').append(text(c.getCode()))
                    .append('|').append(i.getValue()));
        }
        return List.of(out.toString());
    }

    private static List<String> string(IBase base) {
        List<String> all = new ArrayList<>();
        switch (base) {
            case HumanName n -> {
                all.add(n.getFamily());
                n.getGiven().forEach(s -> all.add(s.getValue()));
                n.getPrefix().forEach(s -> all.add(s.getValue()));
                n.getSuffix().forEach(s -> all.add(s.getValue()));
                all.add(n.getText());
            }
            case Address a -> {
                a.getLine().forEach(s -> all.add(s.getValue()));
                all.addAll(java.util.Arrays.asList(a.getCity(), a.getDistrict(), a.getState(), a.getPostalCode(), a.getCountry(), a.getText()));
            }
            case StringType s -> all.add(s.getValue());
            case PrimitiveType<?> p -> all.add(p.getValueAsString());
            default -> throw new IllegalArgumentException("string of " + base.fhirType());
        }
        return all.stream().filter(s -> s != null && !s.isEmpty()).map(s -> "text " + s.strip()).toList();
    }

    private static List<String> date(IBase base) {
        return switch (base) {
            case BaseDateTimeType d -> d.hasValue() ? List.of(span(lo(d), hi(d))) : List.of();
            case Period p -> p.getStartElement().hasValue() || p.getEndElement().hasValue() ? List.of(period(p)) : List.of();
            case Timing t -> {
                TreeSet<Instant> ends = new TreeSet<>();
                t.getEvent().stream().filter(e -> e.hasValue()).forEach(e -> {
                    ends.add(lo(e));
                    ends.add(hi(e));
                });
                if (t.getRepeat().hasBoundsPeriod()) {
                    Period p = t.getRepeat().getBoundsPeriod();
                    ends.add(p.getStartElement().hasValue() ? lo(p.getStartElement()) : Span.BEGIN);
                    ends.add(p.getEndElement().hasValue() ? hi(p.getEndElement()) : Span.END);
                }
                yield ends.isEmpty() ? List.of() : List.of(span(ends.getFirst(), ends.getLast()));
            }
            default -> List.of();
        };
    }

    private static String period(Period p) {
        return span(p.getStartElement().hasValue() ? lo(p.getStartElement()) : Span.BEGIN, p.getEndElement().hasValue() ? hi(p.getEndElement()) : Span.END);
    }

    private static String span(Instant lo, Instant hi) {
        return "from " + lo + " to " + hi;
    }

    /// HAPI's date keeps milliseconds and reads a day in the machine's zone: go by the text.
    private static Instant lo(BaseDateTimeType d) {
        String text = d.getValueAsString();
        if (text.length() > 10) {
            return java.time.OffsetDateTime.parse(text).toInstant().truncatedTo(ChronoUnit.MICROS);
        }
        return Instant.parse((text + "-01-01".substring(text.length() == 4 ? 0 : text.length() == 7 ? 3 : 6)) + "T00:00:00Z");
    }

    private static Instant hi(BaseDateTimeType d) {
        var lo = lo(d).atOffset(java.time.ZoneOffset.UTC);
        var end = switch (d.getPrecision()) {
            case YEAR -> lo.plusYears(1);
            case MONTH -> lo.plusMonths(1);
            case DAY -> lo.plusDays(1);
            case MINUTE -> lo.plusMinutes(1);
            case SECOND -> lo.plusSeconds(1);
            case MILLI -> lo.plusNanos((long) Math.pow(10, 9 - fraction(d.getValueAsString())));
        };
        return end.minus(1, ChronoUnit.MICROS).toInstant();
    }

    private static int fraction(String text) {
        int dot = text.indexOf('.');
        int end = dot + 1;
        while (end < text.length() && Character.isDigit(text.charAt(end))) {
            end++;
        }
        return Math.min(6, end - dot - 1);
    }

    private static List<String> number(IBase base) {
        return switch (base) {
            case Range r -> r.getLow().getValue() != null || r.getHigh().getValue() != null
                    ? List.of("number " + plain(low(r)) + " " + plain(high(r))) : List.of();
            case PrimitiveType<?> p -> {
                String number = p.hasValue() ? plain(new BigDecimal(p.getValueAsString())) : "";
                yield number.isEmpty() ? List.of() : List.of("number " + number + " " + number);
            }
            default -> throw new IllegalArgumentException("number of " + base.fhirType());
        };
    }

    private static List<String> quantity(IBase base) {
        return switch (base) {
            case Quantity q -> q.getValue() != null ? List.of(amount(q)) : List.of();
            case Money m -> m.getValue() != null ? List.of("amount " + (m.getCurrency() != null ? "urn:iso:std:iso:4217|" : "|") + text(m.getCurrency())
                    + "| " + plain(m.getValue()) + " " + plain(m.getValue())) : List.of();
            case Range r -> range(r);
            default -> List.of();
        };
    }

    private static String amount(Quantity q) {
        String comparator = q.getComparator() != null ? q.getComparator().toCode() : "";
        BigDecimal lo = comparator.startsWith("<") ? Value.LEAST : q.getValue();
        BigDecimal hi = comparator.startsWith(">") ? Value.MOST : q.getValue();
        return "amount " + unit(q) + " " + plain(lo) + " " + plain(hi);
    }

    private static List<String> range(Range r) {
        boolean low = r.getLow().getValue() != null;
        boolean high = r.getHigh().getValue() != null;
        if (low && high && !unit(r.getLow()).equals(unit(r.getHigh()))) {
            return List.of("amount " + unit(r.getLow()) + " " + plain(low(r)) + " " + plain(Value.MOST),
                    "amount " + unit(r.getHigh()) + " " + plain(Value.LEAST) + " " + plain(high(r)));
        }
        return low || high ? List.of("amount " + unit(low ? r.getLow() : r.getHigh()) + " " + plain(low(r)) + " " + plain(high(r))) : List.of();
    }

    private static BigDecimal low(Range r) {
        return Optional.ofNullable(r.getLow().getValue()).orElse(Value.LEAST);
    }

    private static BigDecimal high(Range r) {
        return Optional.ofNullable(r.getHigh().getValue()).orElse(Value.MOST);
    }

    private static String unit(Quantity q) {
        return text(q.getSystem()) + "|" + text(q.getCode()) + "|" + text(q.getUnit());
    }

    private static List<String> uri(IBase base, String label) {
        String uri = ((PrimitiveType<?>) base).getValueAsString();
        if (uri == null) {
            return List.of();
        }
        boolean versioned = (base instanceof CanonicalType || label.equals("ref |")) && uri.indexOf('|') > 0;
        return versioned ? List.of(label + uri, label + uri.substring(0, uri.indexOf('|'))) : List.of(label + uri);
    }

    private static List<String> reference(IBase base) {
        return switch (base) {
            case Reference r -> {
                List<String> all = new ArrayList<>();
                String text = text(r.getReference());
                if (!text.isEmpty() && !text.startsWith("#")) {
                    IdType id = new IdType(text);
                    boolean literal = id.hasResourceType() && Types.known(id.getResourceType()) && id.hasIdPart();
                    all.add("ref " + (literal ? id.getResourceType() : text(r.getType())) + "|" + (literal ? id.toVersionless().getValue() : text));
                }
                all.addAll(identifier(r.getIdentifier()));
                yield all;
            }
            case UriType u -> u.hasValue() && !u.getValue().startsWith("#") ? uri(u, "ref |") : List.of();
            case Resource r when r.getIdElement().getIdPart() == null -> List.of();
            case Resource r -> List.of("ref " + r.fhirType() + "|" + r.fhirType() + "/" + r.getIdElement().getIdPart().replace("urn:uuid:", ""));
            default -> List.of();
        };
    }

    private static String text(String s) {
        return s == null ? "" : s;
    }

    /// One spelling a number: HAPI drops exponents.
    private static String plain(BigDecimal number) {
        return number.stripTrailingZeros().toString();
    }

    /// Our own value in the same words.
    static String render(Value value) {
        return switch (value) {
            case Value.Token t -> "token " + t.system() + "|" + t.code() + "|" + t.text()
                    + String.join("", t.ofType().stream().map(o -> " of " + o).toList());
            case Value.Ref r -> "ref " + r.type() + "|" + r.target();
            case Value.Text t -> "text " + t.raw().strip();
            case Value.Uri u -> "uri " + u.uri();
            case Value.Moment m -> "from " + m.lo() + " to " + m.hi();
            case Value.Num n -> "number " + plain(n.lo()) + " " + plain(n.hi());
            case Value.Qty q -> "amount " + q.system() + "|" + q.code() + "|" + q.unit() + " " + plain(q.lo()) + " " + plain(q.hi());
            case Value.Composite c when Params.get(c.param()).kind() == Param.Kind.SPECIAL ->
                    "at " + plain(((Value.Num) c.parts().get(0)).lo()) + " " + plain(((Value.Num) c.parts().get(1)).lo());
            case Value.Composite c -> String.join(" $ ", c.parts().stream().map(Oracle::render).toList());
        };
    }
}
