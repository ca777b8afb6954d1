package org.serment.kernel.access;

import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;

/// Writes a [Filter] as SQL. The rows of several patients (`subject = -1`) join the same index
/// condition as the others, then each of their patients is checked in `compartment`.
record SqlWriter(String alias, StringBuilder text, List<Object> binds) {

    private static final long SEVERAL = -1;

    void write(Filter filter) {
        switch (filter) {
            case Filter.Tenant(int tenant) -> add(alias + ".tenant = ?", tenant);
            case Filter.PatientIs(Set<Long> subjects) -> within(subjects);
            case Filter.InCare(Set<Long> subjects) -> within(subjects);
            case Filter.NotOpposed(Set<Long> subjects) -> without(subjects);
            case Filter.LabelWithin(Set<Integer> labelSets) -> add(alias + ".label = any(?)", ints(labelSets));
            case Filter.UnitWithin(Set<Integer> units) -> add(alias + ".unit = any(?)", ints(units));
            case Filter.AuthorIs(long account) -> add(alias + ".author = ?", account);
            case Filter.NoSubject() -> add(alias + ".subject = 0");
            case Filter.Validity validity -> add(String.valueOf(validity.holds()));
            case Filter.UseCaseOpen(String _, boolean open) -> add(String.valueOf(open));
            case Filter.And(List<Filter> all) -> join(all, " and ", "true");
            case Filter.Or(List<Filter> any) -> join(any, " or ", "false");
        }
    }

    private void within(Set<Long> subjects) {
        if (subjects.isEmpty()) {
            add("false");
            return;
        }
        long[] inside = longs(subjects);
        long[] orSeveral = LongStream.concat(LongStream.of(SEVERAL), LongStream.of(inside)).toArray();
        add("(%s.subject = any(?) and %s)".formatted(alias, each("= any(?)")), orSeveral, inside);
    }

    private void without(Set<Long> subjects) {
        if (subjects.isEmpty()) {
            add("true");
            return;
        }
        long[] outside = longs(subjects);
        add("(%s.subject <> all(?) and %s)".formatted(alias, each("<> all(?)")), outside, outside);
    }

    /// A row of one patient or none, or one whose every patient passes; false if `compartment` has none.
    private String each(String condition) {
        return ("(%1$s.subject <> -1 or coalesce((select bool_and(%1$s_of.subject %2$s) from compartment %1$s_of"
                + " where %1$s_of.tenant = %1$s.tenant and %1$s_of.oid = %1$s.oid), false))").formatted(alias, condition);
    }

    private void join(List<Filter> filters, String by, String empty) {
        if (filters.isEmpty()) {
            add(empty);
            return;
        }
        String separator = "(";
        for (Filter filter : filters) {
            text.append(separator);
            write(filter);
            separator = by;
        }
        text.append(')');
    }

    private void add(String condition, Object... values) {
        text.append(condition);
        binds.addAll(List.of(values));
    }

    private static long[] longs(Set<Long> values) {
        return values.stream().mapToLong(Long::longValue).sorted().toArray();
    }

    private static int[] ints(Set<Integer> values) {
        return values.stream().mapToInt(Integer::intValue).sorted().toArray();
    }
}
