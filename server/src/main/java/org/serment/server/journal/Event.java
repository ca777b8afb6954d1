package org.serment.server.journal;

import java.util.ArrayList;
import java.util.List;
import org.serment.kernel.access.Action;
import org.serment.kernel.access.Request;
import org.serment.kernel.trace.Line;

/// One request, as the journal remembers it.
///
/// @param request who asks what, why and when
/// @param who     the person or program, as known at that time
/// @param basis   the legal basis; empty on refusal
/// @param reasons ids of the rules that spoke
/// @param parts   one for each patient, and each thing that was done; empty when no patient was touched
/// @param outcome of the request as a whole: the line of a request that touched no patient
/// @param id      the request's number
/// @param query   the search as it came; sealed, and no part of any patient's line
public record Event(Request request, Who who, String basis, List<String> reasons, List<Part> parts,
                    Line.Outcome outcome, String id, String query) {

    /// Who acted.
    ///
    /// @param name         display name; a program's name for a machine
    /// @param role         as the accounts know it
    /// @param organisation the establishment
    /// @param unit         where the person works
    public record Who(String name, String role, String organisation, String unit) {
        public static final Who UNKNOWN = new Who("", "", "", "");
    }

    /// One patient's part. A request can do several things to one patient (a transaction that reads, changes and deletes):
    /// each is a part, so that the patient reads what was done and not what was asked.
    ///
    /// @param action  what was done
    /// @param outcome granted or refused
    /// @param subject the patient's number, 0 for what concerns no patient
    /// @param patient `Patient/id`, as the patient will read it; empty for none
    /// @param what    `Type/id` of the resources, as far as they are named one by one
    /// @param count   how many resources
    public record Part(Action action, Line.Outcome outcome, long subject, String patient, List<String> what, int count) {
        public Part {
            what = List.copyOf(what);
        }
    }

    public Event {
        reasons = List.copyOf(reasons);
        parts = List.copyOf(parts);
    }

    /// One line a part; one without a patient when there is no part.
    List<Line> lines() {
        if (parts.isEmpty()) return List.of(line(new Part(request.action(), outcome, 0, "", List.of(), 0)));
        List<Line> lines = new ArrayList<>(parts.size());
        for (Part part : parts) lines.add(line(part));
        return lines;
    }

    /// The subject of each line.
    long[] subjects() {
        return parts.isEmpty() ? new long[] {0} : parts.stream().mapToLong(Part::subject).toArray();
    }

    private Line line(Part part) {
        return new Line(request.at(), request.actor().tenant(), "account/" + request.actor().account(), who.name(), who.role(),
                who.organisation(), who.unit(), request.actor().client(), request.actor().machine(), part.action(),
                request.purpose(), basis, reasons, part.patient(), part.what(), part.count(), part.outcome(), id);
    }
}
