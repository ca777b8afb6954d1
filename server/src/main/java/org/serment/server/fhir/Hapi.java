package org.serment.server.fhir;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.support.IValidationSupport;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.StructureDefinition;
import org.hl7.fhir.r4.model.StructureDefinition.StructureDefinitionKind;
import org.hl7.fhir.r4.model.StructureDefinition.TypeDerivationRule;
import org.serment.r4.define.Definitions;
import org.serment.r4.define.Primitive;

/// HAPI FHIR, where FHIRPath over a resource is needed. Its first use takes about a second and some fifty megabytes, so
/// no start and no request pays for it that doesn't ask for it: nobody else in this server names a class of HAPI's but
/// what works on a [#context].
public final class Hapi {
    private Hapi() {}

    /// The context of R4, made when first asked for; safe for all threads. It knows no profiles and no value sets.
    public static FhirContext context() {
        return Held.CONTEXT;
    }

    private static final class Held {
        static final FhirContext CONTEXT = make();

        private static FhirContext make() {
            var context = FhirContext.forR4();
            context.setValidationSupport(new Names(context));
            return context;
        }
    }

    /// R4's types by name, which FHIRPath's `as`, `is` and `ofType` ask for; otherwise HAPI would look for a jar of all
    /// definitions at the first expression.
    private record Names(FhirContext context, Map<String, StructureDefinition> byUrl) implements IValidationSupport {
        Names(FhirContext context) {
            this(context, new TreeMap<>());
            for (var p : Primitive.values()) named(p.type(), StructureDefinitionKind.PRIMITIVETYPE);
            for (var shape : Definitions.r4().shapes().values())
                if (shape.path().indexOf('.') < 0) named(shape.path(), shape.isResource() ? StructureDefinitionKind.RESOURCE : StructureDefinitionKind.COMPLEXTYPE);
        }

        private void named(String name, StructureDefinitionKind kind) {
            var definition = new StructureDefinition();
            definition.setUrl("http://hl7.org/fhir/StructureDefinition/" + name).setName(name).setType(name).setKind(kind).setDerivation(TypeDerivationRule.SPECIALIZATION);
            byUrl.put(definition.getUrl(), definition);
        }

        @Override
        public FhirContext getFhirContext() {
            return context;
        }

        @Override
        public IBaseResource fetchStructureDefinition(String url) {
            return byUrl.get(url);
        }

        @SuppressWarnings("unchecked")
        @Override
        public <T extends IBaseResource> List<T> fetchAllStructureDefinitions() {
            return (List<T>) List.copyOf(byUrl.values());
        }
    }
}
