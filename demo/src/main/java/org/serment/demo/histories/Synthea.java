package org.serment.demo.histories;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Synthea 3.3.0 in a process of its own, with a bounded heap, on libraries that never join ours.
///
/// @param libraries a directory of its jar files
record Synthea(Path libraries) {

    private static final String HEAP = "-Xmx1536m";
    private static final Pattern MADE = Pattern.compile("\\d+ -- .*");
    private static final int LAST_WORDS = 15;

    /// Makes histories under `output/fhir`, one file a patient and one each for hospitals and practitioners.
    ///
    /// @param made called with the number of living patients so far
    /// @throws IOException when Synthea can't start or fails; the message holds its last words
    void run(Path output, int patients, long seed, IntConsumer made) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command(output, patients, seed))
                .directory(output.toFile()).redirectErrorStream(true).start();
        Thread end = Thread.ofPlatform().unstarted(process::destroyForcibly);
        Runtime.getRuntime().addShutdownHook(end);
        try {
            List<String> words = follow(process, made);
            int code = process.waitFor();
            if (code != 0 || words.stream().anyMatch(line -> line.startsWith("Exception in thread")))
                throw new IOException("Synthea ended with code " + code + ":\n" + String.join("\n", words));
        } finally {
            process.destroyForcibly();
            Runtime.getRuntime().removeShutdownHook(end);
        }
    }

    private List<String> command(Path output, int patients, long seed) throws IOException {
        if (!Files.isDirectory(libraries))
            throw new IOException("Synthea's libraries are not at " + libraries + "; build the demo module first");
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return List.of(java, HEAP, "-cp", libraries + "/*", "App",
                "-s", Long.toString(seed), "-cs", Long.toString(seed), "-r", Histories.DAY, "-e", Histories.DAY,
                "-p", Integer.toString(patients),
                "--exporter.baseDirectory=" + output + "/",
                // names of people can't be file names everywhere: where the locale knows ASCII only, Synthea drops those patients silently
                "--exporter.use_uuid_filenames=true",
                "--exporter.fhir.export=true", "--exporter.fhir.transaction_bundle=true",
                "--exporter.hospital.fhir.export=true", "--exporter.practitioner.fhir.export=true");
    }

    private static List<String> follow(Process process, IntConsumer made) throws IOException {
        List<String> words = new ArrayList<>();
        int count = 0;
        try (BufferedReader out = process.inputReader()) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                Matcher patient = MADE.matcher(line);
                if (patient.matches() && !line.contains("DECEASED")) made.accept(++count);
                words.add(line);
                if (words.size() > LAST_WORDS) words.removeFirst();
            }
        }
        return words;
    }
}
