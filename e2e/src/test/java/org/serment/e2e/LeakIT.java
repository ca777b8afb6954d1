package org.serment.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.serment.demo.histories.Histories;
import org.serment.demo.histories.Line;
import org.serment.kernel.access.Role;
import org.serment.server.Server;
import org.serment.server.db.Config;
import org.serment.server.db.Installation;
import org.serment.server.vault.KeyFile;
import org.serment.server.vault.Passphrase;
import tools.jackson.databind.JsonNode;

/// No name, code, identifier or note of any patient lies in clear: not in a logical dump, not in the data directory,
/// not in the write-ahead log, not in a log.
@ExtendWith(Hospital.Resolver.class)
class LeakIT {

    @Test
    void nothingOfAPatientLiesInClear(Hospital hospital, @TempDir Path directory) throws Exception {
        var strings = new TreeSet<String>();
        Histories input = Input.of(hospital);
        var staff = new TreeSet<String>();
        for (Line line : input.lines()) {
            byte[] bundle = input.bundle(line, OffsetDateTime.now());
            for (JsonNode entry : Fhir.json(new String(bundle, StandardCharsets.UTF_8)).path("entry")) {
                (line.shared() ? staff : strings).addAll(Clear.strings(entry.path("resource")));
            }
        }
        // what accounts say of professionals, no patient: names of the hospital's own directory, units and roles
        for (Role role : Role.values()) staff.add(role.name());
        // what an application is registered for and allowed to read (SmartAppIT): a kind of resource, no patient's
        staff.add("laboratory");
        Set<String> ofStaff = staff.stream().map(text -> text.toLowerCase(Locale.ROOT)).collect(Collectors.toSet());
        strings.removeIf(text -> ofStaff.contains(text.toLowerCase(Locale.ROOT)));
        assertTrue(strings.size() > 2_000, "only " + strings.size() + " strings");
        askForThem(hospital);
        strings.removeAll(common(strings, directory));

        try (Books books = Books.open(hospital.data())) {
            List<Path> logs = logs(hospital);
            assertTrue(Remains.bytes(hospital.data()) > 10_000_000);
            assertEquals(Map.of(), Remains.search(strings, books, hospital.data(), logs));

            // the same search finds what does lie in clear
            String planted = Needles.words(strings).getLast();
            try (var statement = books.connection().createStatement()) {
                statement.execute("create table planted (words text)");
            }
            try (var insert = books.connection().prepareStatement("insert into planted values (?)")) {
                insert.setString(1, "x " + planted + " y");
                insert.execute();
            }
            Map<String, Set<String>> found = Remains.search(strings, books, hospital.data(), logs);
            try (var statement = books.connection().createStatement()) {
                statement.execute("drop table planted");
            }
            assertTrue(found.containsKey("table public.planted"), found.toString());
            assertTrue(found.containsKey("table public.planted as text"), found.toString());
            assertTrue(found.keySet().stream().anyMatch(place -> place.startsWith("database/base/")), found.toString());
            assertTrue(found.keySet().stream().anyMatch(place -> place.startsWith("database/pg_wal/")), found.toString());
        }
    }

    /// Searches and wrong requests with patients' names in them, since it is these that careless logs keep, and a bulk export of everything.
    private static void askForThem(Hospital hospital) throws Exception {
        try (var bulk = new Bulk(hospital)) {
            // its files wait to be fetched while everything is searched
            assertTrue(bulk.lines(bulk.manifest(bulk.begin("/fhir/$export?_typeFilter=Patient%3Ffamily%3Ddup"))).size() > 1_000);
        }
        Fhir nurse = hospital.as("nurse");
        JsonNode patient = Fhir.json(nurse.get("/fhir/" + hospital.patient()).body());
        String family = java.net.URLEncoder.encode(patient.path("name").path(0).path("family").asString(), StandardCharsets.UTF_8);
        assertEquals(200, nurse.get("/fhir/Patient?family=" + family).statusCode());
        assertEquals(400, nurse.get("/fhir/Patient?nosuch=" + family).statusCode());
        assertEquals(404, nurse.get("/fhir/Patient/" + family.replaceAll("[^A-Za-z0-9.-]", "-")).statusCode());
        String broken = patient.toString().replaceFirst("\\{", "{\"unknown\":1,");
        assertTrue(nurse.post("/fhir/Patient", broken).statusCode() >= 400);
        assertTrue(nurse.post("/fhir/Patient", patient.toString().substring(1)).statusCode() >= 400);
        assertTrue(nurse.put("/fhir/Patient/" + patient.path("id").asString(), patient.toString(), 999).statusCode() >= 400);
    }

    /// Strings that any installation holds before it knows a patient ("active", "completed", catalogues of
    /// PostgreSQL): they say nothing. They must be few, and no name or number of anyone.
    private static Set<String> common(Set<String> strings, Path directory) throws Exception {
        Path data = directory.resolve("empty");
        var common = new TreeSet<String>();
        Path words = Files.writeString(directory.resolve("words"), "words of an empty house\n");
        var config = Config.load(Optional.empty(), Map.of(), Map.of("port", "0", "data", data.toString()));
        try (var passphrase = Passphrase.ofFile(words)) {
            KeyFile.create(Files.createDirectory(data).resolve("keys"), passphrase);
        }
        try (var passphrase = Passphrase.ofFile(words);
             var empty = Server.start(config, Installation.DEMONSTRATION, _ -> KeyFile.open(data.resolve("keys"), passphrase));
             Books books = Books.open(data)) {
            assertTrue(empty.port() > 0);
            Remains.search(strings, books, data, List.of()).values().forEach(common::addAll);
        }
        var exact = new TreeSet<String>();
        for (String string : strings) {
            if (!new Needles(List.of(string)).in(new ByteArrayInputStream(String.join("\n", common)
                    .getBytes(StandardCharsets.UTF_8))).isEmpty()) exact.add(string);
        }
        assertTrue(exact.size() < 40, "too common to be searched for: " + exact);
        assertTrue(exact.stream().noneMatch(string -> string.matches(".*\\d{6}.*")), exact.toString());
        return exact;
    }

    private static List<Path> logs(Hospital hospital) throws java.io.IOException {
        var logs = new ArrayList<Path>();
        try (var files = Files.newDirectoryStream(hospital.data().getParent(), "*.log")) {
            files.forEach(logs::add);
        }
        assertTrue(!logs.isEmpty());
        return logs;
    }
}
