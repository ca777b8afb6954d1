package org.serment.server.portal;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.serment.r4.Attached;
import org.serment.server.gate.Gate;
import org.serment.server.record.Found;
import org.serment.server.record.Record;
import org.serment.server.web.Reply;
import org.serment.server.web.Visit;
import tools.jackson.databind.JsonNode;

/// One document: its text in place, other kinds as files to keep.
final class DocumentPage {
    /// A file of the document.
    ///
    /// @param number from 1, in addresses
    /// @param text   of a plain text, shown in place
    /// @param kind   `pdf`, `text`, `image` or `other`
    /// @param there  false when the record holds only an address of it
    record Part(int number, Optional<String> text, String kind, String title, boolean there) {}

    record Model(String id, Item item, List<Part> parts) {}

    private record Content(String type, String title, Optional<byte[]> data) {
        String kind() {
            if (type.equals("application/pdf")) return "pdf";
            if (type.startsWith("text/plain")) return "text";
            return type.startsWith("image/") ? "image" : "other";
        }
    }

    private final Gate gate;
    private final Record record;
    private final Terms terms;

    DocumentPage(Gate gate, Record record, Terms terms) {
        this.gate = gate;
        this.record = record;
        this.terms = terms;
    }

    Reply show(Visit visit) {
        return document(visit, (own, found, contents) -> {
            var item = new Items(new Told(visit, terms), Map.of()).all(Section.DOCUMENTS, List.of(found)).getFirst();
            var parts = new ArrayList<Part>();
            for (var c : contents) {
                var text = c.kind().equals("text") ? c.data.map(b -> new String(b, StandardCharsets.UTF_8).strip()) : Optional.<String>empty();
                parts.add(new Part(parts.size() + 1, text, c.kind(), c.title, c.data.isPresent()));
            }
            return Reply.html(own.enter(), 200, "portal/document", new Model(found.id(), item, parts));
        });
    }

    /// A file to keep. Whatever it says it is, a browser is never asked to open it inside a page.
    Reply file(Visit visit) {
        return document(visit, (own, _, contents) -> {
            var number = visit.part("number").matches("[1-9][0-9]{0,2}") ? Integer.parseInt(visit.part("number")) : 0;
            var content = number >= 1 && number <= contents.size() ? Optional.of(contents.get(number - 1)) : Optional.<Content>empty();
            var data = content.flatMap(Content::data);
            var released = own.enter();
            if (data.isEmpty()) return Reply.notFound(released);
            return switch (content.get().kind()) {
                case "pdf" -> Reply.download(released, "application/pdf", "document-" + number + ".pdf", data.get());
                case "text" -> Reply.download(released, "text/plain;charset=utf-8", "document-" + number + ".txt", data.get());
                default -> Reply.download(released, "application/octet-stream", "document-" + number + ending(content.get().type), data.get());
            };
        });
    }

    private static String ending(String type) {
        return switch (type) {
            case "image/png" -> ".png";
            case "image/jpeg" -> ".jpg";
            case "text/xml", "application/xml", "application/hl7-cda+xml", "application/cda+xml" -> ".xml";
            default -> ".bin";
        };
    }

    private interface Show {
        Reply of(Own own, Found found, List<Content> contents);
    }

    private Reply document(Visit visit, Show show) {
        return Own.one(gate, visit, "DocumentReference", visit.part("id"), own -> switch (record.read(own.permit())) {
            case Record.Read.Absent _, Record.Read.Gone _ -> Reply.notFound(own.enter());
            case Record.Read.Present p -> {
                own.shows(p.found());
                yield show.of(own, p.found(), contents(p.found(), new Reads(record, own)));
            }
        });
    }

    private static List<Content> contents(Found found, Reads reads) {
        var attachments = Told.all(found.resource(), "content").stream().map(c -> c.path("attachment")).toList();
        var binaries = attachments.stream().map(DocumentPage::binary).flatMap(Optional::stream).distinct().toList();
        var bodies = reads.byId("Binary", binaries);
        return attachments.stream().map(a -> content(a, bodies)).toList();
    }

    private static Optional<String> binary(JsonNode attachment) {
        return Attached.binary(Told.at(attachment, "/url"));
    }

    private static Content content(JsonNode attachment, List<Found> bodies) {
        var type = Told.at(attachment, "/contentType").toLowerCase(Locale.ROOT).replace(" ", "");
        var title = Told.at(attachment, "/title");
        if (attachment.has("data")) return new Content(type, title, Attached.bytes(Told.at(attachment, "/data")));
        var body = binary(attachment).flatMap(id -> bodies.stream().filter(b -> b.id().equals(id)).findFirst()).map(Found::resource);
        return new Content(type.isEmpty() ? body.map(b -> Told.at(b, "/contentType")).orElse("") : type, title, body.flatMap(b -> Attached.bytes(Told.at(b, "/data"))));
    }
}
