package org.serment.e2e;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// A client of the bulk export, which survives its server's death: it asks again at the new address.
final class Bulk implements AutoCloseable {
    private final HttpClient client = HttpClient.newHttpClient();
    private final Hospital hospital;

    Bulk(Hospital hospital) {
        this.hospital = hospital;
    }

    /// Kicks an export off; gives the path of its status.
    String begin(String path) throws IOException, InterruptedException {
        HttpResponse<String> answer = send(path);
        if (answer.statusCode() != 202) throw new IOException(path + ": " + answer.statusCode() + " " + answer.body());
        return URI.create(answer.headers().firstValue("Content-Location").orElseThrow()).getPath();
    }

    /// Resources written so far, as the status says; all of them when it is done.
    long written(String status) throws IOException, InterruptedException {
        HttpResponse<String> answer = send(status);
        if (answer.statusCode() != 202) return Long.MAX_VALUE;
        return Long.parseLong(answer.headers().firstValue("X-Progress").orElseThrow().split(" ")[0]);
    }

    /// The manifest, once there is one.
    JsonNode manifest(String status) throws IOException, InterruptedException {
        while (true) {
            HttpResponse<String> answer = send(status);
            if (answer.statusCode() == 200) return Fhir.json(answer.body());
            if (answer.statusCode() != 202) throw new IOException(answer.statusCode() + " " + answer.body());
            Thread.sleep(100);
        }
    }

    /// All lines of all files.
    List<String> lines(JsonNode manifest) throws IOException, InterruptedException {
        var lines = new ArrayList<String>();
        for (JsonNode file : manifest.path("output")) {
            HttpResponse<String> answer = send(URI.create(file.path("url").asString()).getPath());
            if (answer.statusCode() != 200) throw new IOException(answer.statusCode() + " " + answer.body());
            answer.body().lines().forEach(lines::add);
        }
        return lines;
    }

    private HttpResponse<String> send(String path) throws IOException, InterruptedException {
        return client.send(HttpRequest.newBuilder(URI.create(hospital.base() + path)).header("Authorization", "Bearer " + hospital.token("loader")).header("Prefer", "respond-async").build(),
                HttpResponse.BodyHandlers.ofString());
    }

    @Override
    public void close() {
        client.close();
    }
}
