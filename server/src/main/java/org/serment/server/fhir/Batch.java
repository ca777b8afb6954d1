package org.serment.server.fhir;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.serment.r4.Problem;
import tools.jackson.databind.JsonNode;

/// Works on the entries of a batch, each as the request it stands for: its own decision, its own transaction, its own entry
/// in the journal (FHIR R4 http.html 3.1.0.11.1). One that fails fails alone.
final class Batch {
    /// A batch, or a transaction's reads, answers with so many bytes; what is read beyond is refused, entry by entry.
    private static final long ANSWERED = 64L << 20;

    private final Call bundle;
    private final FhirDoor.Asked interactions;
    private long answered;

    Batch(Call bundle, FhirDoor.Asked interactions) {
        this.bundle = bundle;
        this.interactions = interactions;
    }

    /// Answers in the order of the bundle, worked on in the order DELETE, POST, PUT and PATCH, GET and HEAD.
    List<Answer> all(JsonNode entries) {
        var answers = new Answer[entries.size()];
        var read = IntStream.range(0, answers.length).mapToObj(i -> {
            try {
                return Optional.of(Entry.of(i, entries.get(i), bundle.base()));
            } catch (Entry.Wrong e) {
                answers[i] = wrong(e);
                return Optional.<Entry>empty();
            }
        }).flatMap(Optional::stream).sorted(Comparator.comparingInt(Entry::rank)).toList();
        for (var entry : read) answers[entry.index()] = one(entry);
        return List.of(answers);
    }

    Answer one(Entry entry) {
        if (answered > ANSWERED && entry.reads())
            return Answer.open(Outcomes.one(413, "too-costly", entry.place(), "the answers to this bundle are too long already: ask for the rest by itself"));
        try {
            var call = entry.call(bundle);
            var answer = FhirDoor.caught(bundle.id(), () -> interactions.answer(call));
            answered += answer.body().length;
            if (!answer.type().equals(Answer.FHIR))
                return Answer.open(Outcomes.one(406, "not-supported", entry.place(), "what isn't FHIR has no place in a bundle: ask for it by itself"));
            return entry.method() == Entry.Method.HEAD ? answer.without() : answer;
        } catch (Entry.Wrong e) {
            return wrong(e);
        }
    }

    private static Answer wrong(Entry.Wrong e) {
        return Answer.open(new Outcomes.Failure(400, List.of(e.problem)));
    }
}
