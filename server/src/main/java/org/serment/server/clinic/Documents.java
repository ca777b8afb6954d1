package org.serment.server.clinic;

import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.serment.r4.Attached;
import org.serment.server.clinic.Chart.Content;
import org.serment.server.clinic.Chart.Look;

/// Documents: their list, and one of them.
record Documents(Chart chart, List<Document> all, boolean closed, boolean more) {
    private static final int MOST = 100;

    /// @param status text; empty when it is the current version
    record Document(String id, String title, String on, String author, String place, String status) {}

    /// One document.
    record One(Chart chart, Document document, List<Attachment> attachments) {}

    /// @param text  its words, when it is a plain text that came with the document
    /// @param image it can be shown in the page
    record Attachment(int number, String title, String type, Optional<String> text, boolean image, boolean pdf, boolean there) {}

    /// The bytes of an attachment, or where they are.
    sealed interface Bytes {
        record Inline(String type, byte[] body) implements Bytes {}

        record Elsewhere(String type, String binary) implements Bytes {}

        record None() implements Bytes {}
    }

    static Content show(Look look) {
        var found = look.opening().search("DocumentReference", Asking.query("patient", look.patient(), "_sort", "-date", "_count", Integer.toString(MOST)));
        return new Content("clinic/documents", new Documents(look.chart(), list(found.all(), look.words()), found.closed(), found.more()));
    }

    static List<Document> list(List<Resource> documents, Words words) {
        return documents.stream().filter(d -> !d.withdrawn()).map(d -> document(d, words)).toList();
    }

    static Content one(Look look) {
        var id = look.visit().part("document");
        if (!id.matches("[A-Za-z0-9.-]{1,64}")) return Content.MISSING;
        var found = look.opening().search("DocumentReference", Asking.query("_id", id, "patient", look.patient()));
        if (found.closed()) return new Content("clinic/documents", new Documents(look.chart(), List.of(), true, false));
        var document = found.all().stream().findFirst().filter(d -> !d.withdrawn());
        if (document.isEmpty()) return Content.MISSING;
        var contents = document.get().all("content");
        var attachments = new ArrayList<Attachment>();
        for (int i = 0; i < contents.size(); i++) attachments.add(attachment(i, contents.get(i).at("attachment")));
        return new Content("clinic/document", new One(look.chart(), document(document.get(), look.words()), attachments));
    }

    private static Document document(Resource d, Words words) {
        var status = d.text("status");
        var title = d.text("description").isEmpty() ? words.name(d.concept("type")) : d.text("description");
        return new Document(d.id(), title, words.when(d.when("date")), d.all("author").stream().map(a -> a.text("display")).filter(a -> !a.isEmpty()).collect(Collectors.joining(", ")),
                d.text("custodian", "display"), status.equals("current") ? "" : words.code("clinic.document.status.", status));
    }

    private static Attachment attachment(int number, Resource attachment) {
        var bytes = bytes(attachment);
        var type = bare(attachment.text("contentType"));
        var text = bytes instanceof Bytes.Inline inline && type.equals("text/plain") ? Optional.of(new String(inline.body, charset(attachment.text("contentType")))) : Optional.<String>empty();
        return new Attachment(number, attachment.text("title"), type, text.map(Documents::tidy), type.equals("image/png") || type.equals("image/jpeg"), type.equals("application/pdf"), !(bytes instanceof Bytes.None));
    }

    static Bytes bytes(Resource attachment) {
        var type = bare(attachment.text("contentType"));
        if (attachment.has("data")) return Attached.bytes(attachment.text("data")).<Bytes>map(b -> new Bytes.Inline(type, b)).orElse(new Bytes.None());
        return Attached.binary(attachment.text("url")).<Bytes>map(id -> new Bytes.Elsewhere(type, id)).orElse(new Bytes.None());
    }

    static String bare(String type) {
        return type.replaceFirst(";.*", "").strip().toLowerCase(Locale.ROOT);
    }

    private static Charset charset(String type) {
        try {
            return type.toLowerCase(Locale.ROOT).contains("charset=") ? Charset.forName(type.replaceFirst("(?i).*charset=\"?([A-Za-z0-9_-]+).*", "$1")) : StandardCharsets.UTF_8;
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            return StandardCharsets.UTF_8;
        }
    }

    /// No blank lines at the edges, and no more than one between paragraphs.
    private static String tidy(String text) {
        return text.strip().replaceAll("\\R", "\n").replaceAll("\n{3,}", "\n\n");
    }
}
