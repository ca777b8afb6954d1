package org.serment.kernel.access;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Which resources of a type are permitted, as closed data, read twice: as a predicate over one
/// resource ([#accepts]) and as an SQL condition ([#sql]). Both agree on every resource.
///
/// `And()` of nothing accepts all, `Or()` of nothing accepts none. A resource of several patients is
/// accepted by a patient atom only when all its patients are.
public sealed interface Filter {

    Filter NEVER = new Or(List.of());

    record Tenant(int tenant) implements Filter {}

    record PatientIs(Set<Long> subjects) implements Filter {
        public PatientIs {
            subjects = patients(subjects);
        }
    }

    /// The subjects of the care relationships that hold now.
    record InCare(Set<Long> subjects) implements Filter {
        public InCare {
            subjects = patients(subjects);
        }
    }

    /// None of its patients is among these.
    record NotOpposed(Set<Long> subjects) implements Filter {
        public NotOpposed {
            subjects = patients(subjects);
        }
    }

    record LabelWithin(Set<Integer> labelSets) implements Filter {
        public LabelWithin {
            labelSets = Set.copyOf(labelSets);
        }
    }

    record UnitWithin(Set<Integer> units) implements Filter {
        public UnitWithin {
            units = Set.copyOf(units);
        }
    }

    record AuthorIs(long account) implements Filter {}

    /// It is about no patient.
    record NoSubject() implements Filter {}

    /// `at` lies in the span, its end excluded: a constant once the request's time is known.
    record Validity(Instant from, Instant until, Instant at) implements Filter {
        boolean holds() {
            return !at.isBefore(from) && at.isBefore(until);
        }
    }

    /// The use case is open in the ethics register: a constant too.
    record UseCaseOpen(String useCase, boolean open) implements Filter {}

    record And(List<Filter> all) implements Filter {
        public And {
            all = List.copyOf(all);
        }
    }

    record Or(List<Filter> any) implements Filter {
        public Or {
            any = List.copyOf(any);
        }
    }

    /// 0 and -1 are marks of a column: a filter that took one for a patient would find rows that [#accepts] refuses.
    private static Set<Long> patients(Set<Long> subjects) {
        for (long subject : subjects) if (subject <= 0) throw new IllegalArgumentException("0 and -1 are marks of a column, not subjects");
        return Set.copyOf(subjects);
    }

    default boolean accepts(Target target) {
        return switch (this) {
            case Tenant(int tenant) -> target.tenant() == tenant;
            case PatientIs(Set<Long> subjects) -> within(target, subjects);
            case InCare(Set<Long> subjects) -> within(target, subjects);
            case NotOpposed(Set<Long> subjects) -> target.subjects().stream().noneMatch(subjects::contains);
            case LabelWithin(Set<Integer> labelSets) -> labelSets.contains(target.labels());
            case UnitWithin(Set<Integer> units) -> units.contains(target.unit());
            case AuthorIs(long account) -> target.author() == account;
            case NoSubject() -> target.subjects().isEmpty();
            case Validity validity -> validity.holds();
            case UseCaseOpen(String _, boolean open) -> open;
            case And(List<Filter> all) -> all.stream().allMatch(filter -> filter.accepts(target));
            case Or(List<Filter> any) -> any.stream().anyMatch(filter -> filter.accepts(target));
        };
    }

    private static boolean within(Target target, Set<Long> subjects) {
        return !target.subjects().isEmpty() && subjects.containsAll(target.subjects());
    }

    /// True when it can be seen, without any row, that it accepts nothing.
    default boolean never() {
        return switch (this) {
            case PatientIs(Set<Long> subjects) -> subjects.isEmpty();
            case InCare(Set<Long> subjects) -> subjects.isEmpty();
            case LabelWithin(Set<Integer> labelSets) -> labelSets.isEmpty();
            case UnitWithin(Set<Integer> units) -> units.isEmpty();
            case Validity validity -> !validity.holds();
            case UseCaseOpen(String _, boolean open) -> !open;
            case And(List<Filter> all) -> all.stream().anyMatch(Filter::never);
            case Or(List<Filter> any) -> any.stream().allMatch(Filter::never);
            case Tenant _, NotOpposed _, AuthorIs _, NoSubject _ -> false;
        };
    }

    /// The condition over columns `tenant, oid, subject, label, unit, author` of `alias`. `subject` is 0
    /// without a patient and -1 with several, which the table `compartment (tenant, oid, subject)` lists.
    default Sql sql(String alias) {
        if (!alias.matches("[a-z][a-z0-9_]*")) throw new IllegalArgumentException("not an alias");
        StringBuilder text = new StringBuilder();
        List<Object> binds = new ArrayList<>();
        new SqlWriter(alias, text, binds).write(this);
        return new Sql(text.toString(), binds);
    }
}
